from django.apps import AppConfig

from guidelines.audit import triggers


class LearningConfig(AppConfig):
    name = "guidelines.learning"
    label = "learning"

    def ready(self) -> None:
        from guidelines.learning import guards, quizzing

        triggers.register(*guards.GUARDS)
        quizzing.start()
