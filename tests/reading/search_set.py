"""Twelve small guidelines in two languages, to ask questions of. Words are placed so that every answer can be told by
reading them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guidelines.editions.models import Guideline
from guidelines.people import services
from guidelines.people.roles import Role
from guidelines.reading.models import SearchRow
from guidelines.reading.search.results import Hit
from tests.editions import making
from tests.people import World


@dataclass(frozen=True)
class Sample:
    market: str
    domain: str
    title: str
    summary: str
    source: str
    topic: str = "regulated"


SAMPLES = (
    Sample(
        "US", "PR", "Counterfeit product listings", "Goods that carry a brand without permission.",
        """## Scope

Branded goods of every kind.

/// rule | R1
if: The title or an image says that an item is not genuine: “mirror quality”.
do: Remove the listing. Warn the seller.
action: remove
severity: S2
label: counterfeit.declared
escalate: Brand Integrity, from the third case
///

/// rule | R2
if: An item at less than 40% of its usual retail price and no proof of origin.
do: Restrict commerce features.
action: restrict
severity: S3
label: counterfeit.low_price
///

/// case | violating R1
“Same factory, 1:1 copy.”

The words say it is a replica.
///

## Edge cases

A literal looking glass, such as a vanity mirror sold as high quality, is not a signal.

## Definitions

/// term | dupe
A cheaper look-alike under its own name.
///
""",
        "counterfeit.goods",
    ),
    Sample(
        "US", "PR", "Recalled and unsafe items", "Things that hurt people.",
        """## Scope

Toys, cots and chargers.

/// rule | R1
if: The item is on a recall list.
do: Remove it at once.
action: remove
severity: S1
///

/// rule | R4
if: A cot sold second-hand.
do: Take no action.
action: no_action
///
""",
    ),
    Sample(
        "US", "PR", "Knives and self-defence", "Sharp things.",
        """## Scope

Blades longer than
a hand.

/// rule | R1
if: A blade that opens by itself, or a listing that speaks of “street
fight” use.
do: Remove the offer.
action: remove
severity: S2
///
""",
    ),
    Sample(
        "US", "CC", "Counterfeit goods in livestreams", "Videos that push fakes.",
        """## Scope

Live and recorded video.

/// rule | R1
if: The creator says or writes “mirror”, “1:1” or “rep”.
do: Remove and unpin.
action: remove
severity: S2
label: counterfeit.declared
///

/// rule | R2
if: The creator hides a logo with tape.
do: Restrict the video.
action: restrict
severity: S3
basis: Video policy 1.1
///
""",
        "counterfeit.goods",
    ),
    Sample(
        "US", "CC", "Fake giveaways", "Prizes that do not exist.",
        """## Scope

Raffles and contests.

/// rule | R1
if: The prize is never shown.
do: Restrict the post until the creator replies.
action: restrict
severity: S4
///
""",
    ),
    Sample(
        "US", "CC", "Food and café claims", "Drinks that promise health.",
        """## Scope

Menus, recipes and résumés of cooks.

/// rule | R1
if: A creator claims that a drink cures an illness.
do: Remove the video.
action: remove
severity: S1
///
""",
    ),
    Sample(
        "US", "SE", "Trade mark complaints", "Notices from rights holders.",
        """## Scope

Complaints by letter. See US-PR-0001 R2 for prices.

/// rule | R1
if: A complaint that only says the goods are mirror copies.
do: Take no action. Ask for the number.
action: no_action
severity: S4
///
""",
    ),
    Sample(
        "US", "SE", "Reported delivery fraud", "Parcels that never arrive.",
        """## Scope

Reports by buyers.

/// rule | R1
if: Three reports in a week name one seller.
do: Restrict payouts.
action: restrict
severity: S2
///
""",
    ),
    Sample(
        "VN", "PR", "Đường và bánh kẹo không rõ nguồn gốc", "Thực phẩm ngọt.",
        """## Phạm vi

Kẹo, mứt và mật ong.

/// rule | R1
if: Gói đường không có nhãn phụ.
do: **Gỡ** sản phẩm.
action: remove
severity: S2
///
""",
    ),
    Sample(
        "VN", "PR", "Bộ xét nghiệm tại nhà", "Que thử và máy đo.",
        """## Phạm vi

Que thử các loại.

/// rule | R1
if: Người bán hứa kết quả dương tính.
do: Gỡ sản phẩm.
action: remove
severity: S2
///
""",
    ),
    Sample(
        "VN", "SE", "Hoá đơn giả", "Chứng từ bị sửa.",
        """## Phạm vi

Mọi chứng từ bán hàng.

/// rule | R1
if: Số tiền trên hoá đơn không khớp.
do: Hạn chế gian hàng.
action: restrict
severity: S3
///
""",
    ),
    Sample(
        "VN", "CC", "Quảng cáo sai sự thật", "Lời hứa không có thật.",
        """## Phạm vi

Phim ngắn và phát trực tiếp.

/// rule | R1
if: Lời mời hòa giải giả danh tòa án, hoặc bán hóa chất.
do: Gỡ nội dung.
action: remove
severity: S1
///
""",
    ),
)  # fmt: skip


def make_set(world: World) -> list[Guideline]:
    """All twelve in force, numbered by market and domain in this order."""
    for person, role in ((world.ann, Role.POLICY_MANAGER), (world.bob, Role.POLICY_REVIEWER)):
        services.grant(person, role, by=None, market=world.us)
    return [_published(world, sample) for sample in SAMPLES]


def _published(world: World, sample: Sample) -> Guideline:
    american = sample.market == "US"
    manager, reviewer = (world.ann, world.bob) if american else (world.van, world.binh)
    domains = {"PR": world.product, "CC": world.creator, "SE": world.seller}
    draft = making.draft(
        world,
        by=manager,
        market=world.us if american else world.vn,
        domain=domains[sample.domain],
        title=sample.title,
        summary=sample.summary,
        source=sample.source,
        topic_codes=(sample.topic,),
    )
    return making.published(draft, world, by=manager, reviewer=reviewer).guideline


def cite(hit: Hit) -> str:
    """How the expectations name a hit: `US-PR-0001`, `… R1`, `… case R1`, `… term dupe`, `… § Scope`."""
    place = {
        "title": "",
        "rule": hit.rule,
        "case": f"case {hit.rule}",
        "term": f"term {hit.heading}",
        "section": f"§ {hit.heading}",
    }[hit.kind]
    return f"{hit.policy_id} {place}".strip()


def contents() -> list[tuple[Any, ...]]:
    """All search rows, as far as they don't depend on when they were made."""
    fields = (
        "edition_id",
        "since",
        "until",
        "place",
        "kind",
        "anchor",
        "rule",
        "heading",
        "text",
        "folded",
        "heap__filing",
    )
    return list(SearchRow.objects.order_by("edition_id", "since", "place").values_list(*fields))
