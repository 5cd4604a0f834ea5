from django.apps import AppConfig

from guidelines.audit import triggers


class EditionsConfig(AppConfig):
    name = "guidelines.editions"
    label = "editions"

    def ready(self) -> None:
        from guidelines.editions import guards, save_points, verification

        triggers.register(*guards.GUARDS)
        save_points.register()
        verification.register()
