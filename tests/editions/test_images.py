"""Images: recognised by content, encoded anew, and shown only to those who may see an edition that uses them."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from guidelines.audit.models import AuditEvent
from guidelines.editions import services
from guidelines.editions.images import LONGEST_SIDE, picture
from guidelines.editions.models import Attachment, AttachmentUse, Edition
from guidelines.editions.verification import check
from guidelines.frame.refusals import Invalid, Refused, WrongState
from guidelines.people.models import Person
from tests.editions import making, pages
from tests.people import World

pytestmark = pytest.mark.django_db


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "red", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def with_text(image: bytes, secret: bytes) -> bytes:
    """A PNG with a comment in it."""
    return image[:33] + _chunk(b"tEXt", b"Comment\0" + secret) + image[33:]


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def edition(world: World) -> Edition:
    return making.draft(world)


def added(edition: Edition, by: Person, **look: str) -> Attachment:
    return services.attach(edition, by=by, data=drawn(**look))  # type: ignore[arg-type]


def showing(edition: Edition, attachment: Attachment, by: Person) -> Edition:
    source = f"{making.SOURCE}\n![The label]({attachment.get_absolute_url()})\n"
    return services.save_draft(edition, by=by, seen=edition.digest, words=making.words(source=source)).edition


def get(person: Person, attachment: Attachment, **headers: str) -> HttpResponse:
    return pages.signed_in(person).get(attachment.get_absolute_url(), **headers)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
def test_an_image_is_recognised_by_its_content_and_stays_its_kind(kind: str, media_type: str) -> None:
    kept = picture(drawn(kind))
    assert (kept.media_type, kept.width, kept.height) == (media_type, 40, 30)
    assert Image.open(io.BytesIO(kept.data)).format == kind


@pytest.mark.parametrize("name", ["Comment", "place"])
def test_what_is_not_the_picture_is_gone(name: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Secret Street 4"
    data = {"Comment": with_text(drawn(), b"Secret Street 4"), "place": drawn("JPEG", exif=exif)}[name]
    assert b"Secret Street 4" in data
    kept = picture(data)
    assert b"Secret" not in kept.data
    assert not Image.open(io.BytesIO(kept.data)).getexif()


def test_a_photograph_lying_on_its_side_is_stood_up() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    kept = picture(drawn("JPEG", size=(40, 30), exif=exif))
    assert (kept.width, kept.height) == (30, 40)


@pytest.mark.slow
def test_a_large_image_is_scaled_to_what_a_page_can_show() -> None:
    kept = picture(drawn(size=(4000, 1000)))
    assert (kept.width, kept.height) == (LONGEST_SIDE, 500)
    assert kept.was_scaled


def test_a_moving_image_keeps_moving() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=120, comment=b"Secret")
    kept = picture(out.getvalue())
    assert getattr(Image.open(io.BytesIO(kept.data)), "n_frames", 1) == 3
    assert b"Secret" not in kept.data


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _huge() -> bytes:
    """A PNG that says it has a billion pixels."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no PNG"),
        (b"GIF89a<script>alert(1)</script>", "no PNG"),
        (b"%PDF-1.4 ...", "no PNG"),
        (drawn("JPEG", size=(400, 300))[:-900], "damaged"),
        (drawn("BMP"), "no PNG"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (_huge(), "40 million pixels"),
    ],
    ids=["empty", "svg", "script in a gif's clothes", "pdf", "cut off", "bmp", "too long", "a billion pixels"],
)
def test_what_is_no_image_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        picture(data)


def test_the_same_picture_is_kept_once(world: World, edition: Edition) -> None:
    first, again = added(edition, world.ann), added(edition, world.ann)
    assert first == again
    assert AttachmentUse.objects.count() == 1
    assert AuditEvent.objects.filter(verb="edition.image_added").count() == 1


@pytest.mark.parametrize("who", ["bob", "mo", "lia", "joe", "van", "root"])
def test_only_a_writer_of_the_scope_adds_an_image(world: World, edition: Edition, who: str) -> None:
    with pytest.raises(Refused):
        added(edition, getattr(world, who))
    assert not Attachment.objects.exists()


def test_nothing_is_added_to_frozen_words(world: World, edition: Edition) -> None:
    edition = making.submitted(edition, world.ann)
    with pytest.raises(WrongState):
        added(edition, world.ann)
    assert not AttachmentUse.objects.exists()


def test_the_digest_names_the_images_of_the_text(world: World, edition: Edition) -> None:
    attachment = added(edition, world.ann)
    edition = showing(edition, attachment, world.ann)
    assert edition.words().attachments == (attachment.name,)
    assert edition.digest == edition.computed_digest()


READERS_OF_A_DRAFT = {"ann", "art", "bob", "eve", "ada", "joe"}


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ann", "art", "bob", "eve", "mo", "lia", "ada", "joe", "vy", "van", "binh", "root"])
def test_an_image_of_a_draft_is_shown_to_those_who_may_read_the_draft(world: World, edition: Edition, who: str) -> None:
    attachment = added(edition, world.ann)
    expected = 200 if who in READERS_OF_A_DRAFT else 404
    assert get(getattr(world, who), attachment).status_code == expected


@pytest.mark.slow
@pytest.mark.parametrize(("who", "status"), [("mo", 200), ("lia", 200), ("vy", 404), ("van", 200), ("root", 404)])
def test_an_image_in_force_is_shown_to_the_readers_of_its_text(
    world: World, edition: Edition, who: str, status: int
) -> None:
    attachment = added(edition, world.ann)
    making.published(showing(edition, attachment, world.ann), world)
    assert get(getattr(world, who), attachment).status_code == status


@pytest.mark.slow
def test_an_image_the_published_text_no_longer_shows_is_not_shown_to_readers(world: World, edition: Edition) -> None:
    dropped, kept = added(edition, world.ann), added(edition, world.ann, colour="blue")
    edition = showing(edition, dropped, world.ann)
    making.published(showing(edition, kept, world.ann), world)
    assert get(world.mo, dropped).status_code == 404
    assert get(world.mo, kept).status_code == 200


def test_a_new_edition_brings_its_images_along(world: World, edition: Edition) -> None:
    attachment = added(edition, world.ann)
    published = making.published(showing(edition, attachment, world.ann), world)
    newer = services.open_edition(published.guideline, by=world.ann)
    assert [use.attachment for use in newer.attachment_uses.all()] == [attachment]


def test_an_address_typed_from_a_text_one_may_not_read_shows_nothing(world: World) -> None:
    secret = added(making.draft(world, by=world.van, market=world.vn), world.van)
    mine = showing(making.draft(world), secret, world.ann)
    assert not mine.attachment_uses.exists()
    assert get(world.ann, secret).status_code == 404


def test_the_answer_is_the_image_and_nothing_a_browser_could_run(world: World, edition: Edition) -> None:
    answer = get(world.ann, added(edition, world.ann))
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.content == picture(drawn()).data


def test_a_browser_that_has_it_is_told_so(world: World, edition: Edition) -> None:
    attachment = added(edition, world.ann)
    etag = get(world.ann, attachment).headers["ETag"]
    assert get(world.ann, attachment, HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert get(world.mo, attachment, HTTP_IF_NONE_MATCH=etag).status_code == 404


@pytest.mark.parametrize("name", ["x.png", "0" * 64 + ".png", "0" * 64 + ".svg", "..%2Fportal.sqlite3"])
def test_an_unknown_name_is_not_found(world: World, name: str) -> None:
    assert pages.signed_in(world.ann).get(f"/attachments/{name}").status_code == 404


def post(person: Person, edition: Edition, data: bytes, **options: object) -> HttpResponse:
    upload = SimpleUploadedFile("label.png", data)
    fields = {"file": upload, "alt": "A [torn] label"}
    return pages.signed_in(person).post(pages.address("images", edition), fields, **options)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_writer_adds_an_image_on_its_page_and_gets_the_line_for_the_text(world: World, edition: Edition) -> None:
    page = pages.text(post(world.ann, edition, drawn(), follow=True))
    attachment = Attachment.objects.get()
    assert f"![A (torn) label]({attachment.get_absolute_url()})" in page
    assert "not in the text" in page


def test_the_editor_gets_the_line_as_json(world: World, edition: Edition) -> None:
    answer = post(world.ann, edition, drawn(), HTTP_ACCEPT="application/json")
    address = Attachment.objects.get().get_absolute_url()
    assert answer.json() == {"markdown": f"![A (torn) label]({address})", "address": address}  # type: ignore[attr-defined]


def test_a_file_that_is_no_image_is_refused_on_the_page_and_to_the_editor(world: World, edition: Edition) -> None:
    assert post(world.ann, edition, b"no image").status_code == 422
    answer = post(world.ann, edition, b"no image", HTTP_ACCEPT="application/json")
    assert answer.status_code == 422
    assert "no PNG" in answer.json()["problem"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("mo", 404), ("van", 404)])
def test_others_post_no_image(world: World, edition: Edition, who: str, status: int) -> None:
    assert post(getattr(world, who), edition, drawn()).status_code == status
    assert not Attachment.objects.exists()


def test_the_record_finds_an_image_that_was_exchanged_or_lost(world: World, edition: Edition) -> None:
    attachment = added(edition, world.ann)
    assert [finding.sentence for finding in check() if "image" in finding.sentence] == []
    path = Path(attachment.file.path)
    path.write_bytes(drawn(colour="green"))
    assert [str(finding.sentence) for finding in check()] == [
        f"The file of image {attachment.name} holds another image."
    ]
    path.unlink()
    assert [str(finding.sentence) for finding in check()] == [f"The file of image {attachment.name} is missing."]
    answer = get(world.ann, attachment)
    assert answer.status_code == 404
    assert "The file of this image is missing." in pages.text(answer)
