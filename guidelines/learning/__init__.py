"""Training sessions, materials, quizzes and assignments, each bound to the words that it teaches."""
