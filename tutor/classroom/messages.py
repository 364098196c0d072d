"""Why something is not done with a class now, as whoever leads it is told."""

NO_VOTE = "A quiz is taken now. Hold a question when it is over."
NO_PAUSE = "A quiz is taken now, and its clock goes on: no pause before it is over."
HELD = "A question is held. Show it first: a quiz may ask what tells its answer."
PAUSED = "The class has a pause. Let it go on before a quiz begins."
