from django.apps import AppConfig

from guidelines.audit import triggers


class QualityConfig(AppConfig):
    name = "guidelines.quality"
    label = "quality"

    def ready(self) -> None:
        from guidelines.quality import guards

        triggers.register(*guards.GUARDS)
