"""The vocabulary of US guidelines."""

from benchmarks.words import Sign, Vocabulary

GOODS = (
    "sneakers", "handbags", "wristwatches", "sunglasses", "perfumes", "phone cases", "chargers", "power banks",
    "earphones", "game consoles", "kitchen knives", "pocket knives", "airsoft guns", "fireworks", "e-cigarettes",
    "nicotine pouches", "dietary supplements", "protein powders", "herbal teas", "cough medicines", "eye drops",
    "contact lenses", "face creams", "hair dyes", "sunscreens", "baby bottles", "cot bumpers", "car seats", "toy slime",
    "magnet sets", "helmets", "space heaters", "gift cards", "event tickets", "pet foods", "garden pesticides",
)  # fmt: skip
PLACES = (
    "the title", "the main image", "the description", "a comment pinned by the seller", "the goal bar of a livestream",
    "the first 30 seconds of a video", "the profile of the shop", "an answer to a buyer", "the size chart",
)  # fmt: skip
PAPERS = (
    "invoice of the brand", "letter of authorisation", "certificate of conformity", "safety data sheet",
    "business licence", "import declaration", "laboratory report", "age verification file",
)  # fmt: skip
SIGNS = (
    Sign(
        "{Place} says that the {goods} are not genuine: “mirror quality”, “same factory”, “1:1”.",
        "**Remove** the listing. Warn the seller. Name the brand in the case note.",
        "remove", "S2", "counterfeit.declared", "Brand Integrity, from the third case in 90 days",
        "“Mirror quality {goods}, you cannot tell them apart.”", "The seller says in plain words that it is a copy.",
        "“Our own {goods}, inspired by a classic shape.”", "A similar style without a mark of anybody else.",
    ),
    Sign(
        "The {goods} cost less than {n}% of their [usual retail price](term) and there is no {paper}.",
        "**Restrict** commerce features. Do not remove. Ask the seller for proof of origin.",
        "restrict", "S3", "counterfeit.low_price", "Brand Integrity, within 4 hours",
        "Branded {goods} at an eighth of the price of the brand’s own shop, no document.",
        "The price alone is a signal, and nothing speaks against it.",
        "Last season’s {goods} at half price, with the {paper} among the images.", "The origin is shown.",
    ),
    Sign(
        "{Place} leads the buyer of {goods} to pay outside the shop.",
        "**Remove** the words or the link. Warn the seller with W-31.",
        "remove", "S2", "fraud.outside_link", "Seller Risk, from the second case in 30 days",
        "“Order your {goods} on our own page, 20% cheaper.”", "The sale is moved to a checkout that nobody protects.",
        "“Read about our {goods} on the brand’s page.” Nothing is sold there.", "No sale takes place outside.",
    ),
    Sign(
        "Buyers of {goods} get a refund or a gift for a rating of {n} or more.",
        "**Exclude** the ratings from the figures. Warn the seller with W-12.",
        "exclude", "S3", "reviews.paid_rating", "Fraud, from {n} ratings on",
        "A card in the parcel: “Five stars for these {goods} and we send you ten dollars.”",
        "The rating is bought.",
        "“Tell us how you like your {goods}.”", "A review is asked for and nothing is given for it.",
    ),
    Sign(
        "{Place} says that the {goods} cure, treat or prevent a disease.",
        "**Remove** the listing. Send the seller the list of permitted wording.",
        "remove", "S2", "claims.cure", "Health Safety, within 1 hour",
        "“These {goods} healed my diabetes in {n} weeks.”", "A disease is named, and a cure is promised.",
        "“Supports your well-being. Not intended to treat any disease.”", "A function with the disclaimer beside it.",
    ),
    Sign(
        "The {goods} may be sold to adults only, and {place} speaks to people under 18.",
        "**Remove** the listing. Hold the payout of the last 30 days.",
        "remove", "S1", "nicotine.minors", "Child Safety, at once",
        "{Goods} with a cartoon mascot and the words “back to school”.", "The design and the words aim at children.",
        "A plain packshot of {goods} with the age notice.", "Nothing speaks to minors.",
    ),
    Sign(
        "The creator is paid to show {goods} and {place} does not say so.",
        "**Add a label** to the video. Warn the creator with W-07.",
        "label", "S4", "claims.undisclosed", "",
        "A link with a commission under a video about {goods}, and no word of it.", "The payment is hidden.",
        "“Paid promotion”, spoken and written in the first seconds.", "The payment is disclosed.",
    ),
    Sign(
        "The {goods} are of a recalled model and the seller names no batch.",
        "**Hold** the listing. Ask for the batch within {n} days.",
        "hold", "S2", "recall.batch_unknown", "Product Safety, within 1 hour",
        "Second-hand {goods} of a model on the recall list, without a photo of the number.",
        "Whether this batch is safe cannot be told.",
        "{Goods} of the same model with a photo of a batch after the recall.", "The batch is clear.",
    ),
    Sign(
        "The {paper} for the {goods} shows another name than the account.",
        "**Ask** for a second document. Selling goes on for {n} days.",
        "ask", "S3", "fraud.name_mismatch", "Seller Risk, within 1 working day",
        "An account in the name of a person, a {paper} in the name of a company nobody mentions.",
        "Nothing joins the two names.",
        "“J. Smith” on the account and “John Smith” on the {paper}.", "The names differ by form only.",
    ),
    Sign(
        "The host presses viewers to send gifts while {goods} are shown.",
        "**End the stream.** Gifting off for {n} days.",
        "end_stream", "S2", "livestream.gift_pressure", "Live Operations, at once",
        "“Whoever watches my {goods} and sends nothing should be ashamed.”", "Viewers are shamed to get gifts.",
        "“No pressure, friends. Enjoy the {goods}.”", "Gifts are mentioned without pressure.",
    ),
    Sign(
        "A buyer reports a swapped return: other {goods} came back than were sent, and the weights differ.",
        "**Deny** the refund. Keep both photos in the case.",
        "deny", "S3", "fraud.swapped_return", "Fraud, from the second claim in 90 days",
        "Sent: new {goods}. Returned: worn ones of another maker, 200 grams lighter.", "Another item came back.",
        "The same {goods} came back in a torn box.", "A damaged box is no other item.",
    ),
    Sign(
        "{Place} offers a giveaway of {goods} and asks the winner for a fee.",
        "**Remove** the offer. Warn the creator with W-19.",
        "remove", "S2", "fraud.winner_fee", "Fraud, within 1 hour",
        "“You won the {goods}! Pay {n} dollars for handling.”", "A winner pays nothing.",
        "“Ends on Friday, one winner, we pay for shipping.”", "The giveaway is complete.",
    ),
)  # fmt: skip
LAST = Sign(
    "None of the above fits, and the {goods} are shown as what they are.",
    "**No action.**", "no_action", "", "none.no_sale", "",
    "", "", "Everyday {goods}, own photos, a usual price.", "Nothing to decide.",
)  # fmt: skip
OPENING = """## Scope

This guideline covers {goods} in the US market, wherever they are offered or shown: listings, videos, livestreams and
shop profiles. It does not cover {other}, which have a guideline of their own.

- New, used and refurbished {goods}, also in sets with {other}.
- Parts and accessories, when {place} names the {goods}.
- Offers from sellers abroad that ship to a US address.

## Before you decide

Read the title, all images and the description. Look at the shop’s last {n} cases. A low price is compared with the
[usual retail price](term) of today; [proof of origin](term) may be any {paper}. When two rules fit, the first decides.
"""
CLOSING = """## Edge cases

### Second-hand {goods}

Compare with the price of the same model, used. Under {n}% of it the rule on price fits; otherwise take no action.

### {Goods} in a bundle

Judge the bundle by its worst part. One item that a rule fits is enough, even when {other} make up the rest.

## Escalation

| Team | Use for | Answers within |
|---|---|---|
| Brand Integrity | Brands and proof of origin | 4 hours |
| Seller Risk | Repeated cases, {paper} | 1 working day |
| Health Safety | Claims on health, minors | 1 hour |

## Definitions

/// term | usual retail price
Today’s price in the shop of the brand itself. For models no longer made, the last such price.
///

/// term | proof of origin
A document that names the maker and the buyer of the {goods}: an {paper}, for example.
///
"""
ENGLISH = Vocabulary(
    goods=GOODS,
    places=PLACES,
    papers=PAPERS,
    signs=SIGNS,
    last=LAST,
    titles={
        "CC": ("Videos and livestreams that show {goods}", "Creators who promote {goods}", "Gifts, games and {goods}"),
        "SE": (
            "Sellers of {goods}: documents and conduct",
            "Shops that offer {goods}",
            "Refunds and returns of {goods}",
        ),
        "PR": ("Listings of {goods}", "Counterfeit and unsafe {goods}", "{Goods} with restrictions on sale"),
    },
    summary="Act on {goods} that mislead or endanger buyers. Look at {place} and at the {paper} first.",
    opening=OPENING,
    closing=CLOSING,
    note="R1 to R6 are new. The first rule that fits decides.",
    mended_note="R2 is clearer about {place}. R1 and R3 decide as before.",
)
