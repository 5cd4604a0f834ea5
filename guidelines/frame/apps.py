from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "guidelines.frame"
    label = "frame"

    def ready(self) -> None:
        from guidelines.frame import sweeps
        from guidelines.frame.tasks import forget_finished

        sweeps.register("finished tasks", forget_finished, seconds=3600)
