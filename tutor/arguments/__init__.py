"""What can be typed after `tutor`: the parser, what its values mean, what a shell completes."""
