"""Whatever a stranger's file or a learner's keys may hold."""
