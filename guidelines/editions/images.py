"""Images on their way in: recognised by their content, bounded, and encoded anew so that only the picture is left."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from guidelines.frame.refusals import Invalid

FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "WEBP": ("image/webp", "webp"),
    "GIF": ("image/gif", "gif"),
}
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Of one image as it comes, all frames of a moving one together."""
LONGEST_SIDE = 2000
"""In pixels. A larger image is scaled down: a page shows 770 of them, twice that on a sharp screen."""
MOST_FRAMES = 200

# The bound that has a sentence stands before any pixel is decoded; the library's own would hide it.
Image.MAX_IMAGE_PIXELS = None

_OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {"compress_level": 6},
    "JPEG": {"quality": 88, "progressive": True},
    "WEBP": {"quality": 88, "method": 2},
    "GIF": {},
}


@dataclass(frozen=True)
class Picture:
    """An image as it is kept: bytes that we wrote ourselves."""

    data: bytes
    media_type: str
    extension: str
    width: int
    height: int
    was_scaled: bool


def picture(data: bytes) -> Picture:
    """The picture in a file, without anything else that was in it: no place, no camera, no comment, no profile.

    Raises Invalid with a sentence for what is no PNG, JPEG, WebP or GIF, is damaged, or is beyond the limits.
    """
    if len(data) > MOST_BYTES:
        raise Invalid(_("This image is larger than 10 MB. Save it smaller, then try again."))
    try:
        with warnings.catch_warnings():
            # What the library only warns about, such as damage, is refused here.
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
                return _encoded(image)
    except Invalid:
        raise
    except UnidentifiedImageError:
        raise Invalid(_("This file is no PNG, JPEG, WebP or GIF image. Save it as one of these.")) from None
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Warning):
        raise Invalid(_("This image is damaged. Open it in an image program, save it again, then try again.")) from None


def _encoded(image: Image.Image) -> Picture:
    kind = str(image.format)
    frames = _frames(image)
    _refuse_beyond_limits(image.size, frames)
    if frames > 1 and kind != "GIF":
        frames = 1
    drawn = [_plain(frame, kind) for frame in ImageSequence.Iterator(image)] if frames > 1 else [_plain(image, kind)]
    first, *more = drawn
    out = io.BytesIO()
    options = dict(_OPTIONS[kind])
    if more:
        # All frames alike: a hundredth of a second at least, so that nothing flickers.
        duration = max(int(image.info.get("duration") or 100), 20)
        options |= {"save_all": True, "append_images": more, "duration": duration, "loop": 0}
    first.save(out, kind, **options)
    media_type, extension = FORMATS[kind]
    return Picture(out.getvalue(), media_type, extension, *first.size, max(image.size) > LONGEST_SIDE)


def _frames(image: Image.Image) -> int:
    return int(getattr(image, "n_frames", 1))


def _refuse_beyond_limits(size: tuple[int, int], frames: int) -> None:
    if frames > MOST_FRAMES:
        raise Invalid(_("This image has more than %(most)d frames. Use a shorter one.") % {"most": MOST_FRAMES})
    if size[0] * size[1] * frames > MOST_PIXELS:
        raise Invalid(_("This image has more than 40 million pixels. Save it smaller, then try again."))


def _plain(frame: Image.Image, kind: str) -> Image.Image:
    """The pixels upright, at most so large, on an image of our own that carries nothing but them."""
    upright = ImageOps.exif_transpose(frame) if kind in ("JPEG", "WEBP", "PNG") else frame
    mode = "RGB" if kind == "JPEG" or not upright.has_transparency_data else "RGBA"
    # A convert also reads the colours of a palette; the copy leaves `info` and its metadata behind.
    pixels = upright.convert(mode)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = Image.new(mode, pixels.size)
    plain.paste(pixels)
    return plain
