"""The vocabulary of guidelines of the Vietnamese market."""

from benchmarks.words import Sign, Vocabulary

GOODS = (
    "giày thể thao", "túi xách", "đồng hồ đeo tay", "kính mát", "nước hoa", "ốp lưng điện thoại", "bộ sạc",
    "pin dự phòng", "tai nghe", "máy chơi game", "dao nhà bếp", "dao gấp", "súng đồ chơi", "pháo hoa",
    "thuốc lá điện tử", "tinh dầu hút", "thực phẩm bảo vệ sức khỏe", "sữa bột", "trà thảo mộc", "thuốc ho",
    "thuốc nhỏ mắt", "kính áp tròng", "kem dưỡng da", "thuốc nhuộm tóc", "kem chống nắng", "bình sữa trẻ em",
    "cũi trẻ em", "ghế ô tô cho bé", "đồ chơi đất nặn", "nam châm xếp hình", "mũ bảo hiểm", "máy sưởi",
    "thẻ quà tặng", "vé sự kiện", "thức ăn cho thú cưng", "thuốc trừ sâu",
)  # fmt: skip
PLACES = (
    "tiêu đề", "ảnh chính", "phần mô tả", "bình luận được ghim", "thanh mục tiêu quà của phiên trực tiếp",
    "30 giây đầu của video", "trang giới thiệu gian hàng", "câu trả lời cho người mua", "bảng kích cỡ",
)  # fmt: skip
PAPERS = (
    "hóa đơn của hãng", "giấy ủy quyền", "giấy chứng nhận hợp quy", "phiếu an toàn hóa chất",
    "giấy đăng ký kinh doanh", "tờ khai nhập khẩu", "phiếu kiểm nghiệm", "hồ sơ xác minh độ tuổi",
)  # fmt: skip
SIGNS = (
    Sign(
        "Người bán nói rõ {goods} không phải hàng thật: “rep 1:1”, “bản sao cao cấp”, “siêu cấp”.",
        "**Gỡ** sản phẩm. Cảnh cáo người bán. Ghi tên nhãn hiệu vào hồ sơ.",
        "remove", "S2", "counterfeit.declared", "Bảo vệ thương hiệu, từ lần thứ ba trong 90 ngày",
        "“{Goods} rep 1:1, hộp và thẻ đủ cả.”", "Người bán nói đây là bản sao.",
        "“{Goods} thương hiệu riêng của xưởng.”", "Kiểu dáng tương tự, không mang nhãn hiệu của ai khác.",
    ),
    Sign(
        "{Goods} có giá dưới {n}% [giá bán lẻ thường gặp](term) và không có {paper}.",
        "**Hạn chế** tính năng bán hàng. Yêu cầu người bán bổ sung giấy tờ nguồn gốc.",
        "restrict", "S3", "counterfeit.low_price", "Bảo vệ thương hiệu, trong 4 giờ",
        "{Goods} giá bằng một phần tám cửa hàng của hãng, không có giấy tờ.", "Giá quá thấp và không rõ nguồn gốc.",
        "{Goods} mùa trước, giảm một nửa, có ảnh {paper}.", "Nguồn gốc đã rõ.",
    ),
    Sign(
        "Trong {place}, người bán đề nghị người mua {goods} thanh toán ngoài sàn.",
        "**Gỡ** nội dung hoặc liên kết. Cảnh cáo người bán.",
        "remove", "S2", "fraud.payment_request", "Rủi ro người bán, từ lần thứ hai trong 30 ngày",
        "“Chuyển khoản trước, {goods} rẻ hơn 20%.”", "Việc mua bán bị chuyển ra ngoài sàn.",
        "“Xem thêm về {goods} trên trang của hãng.” Trang đó không bán hàng.", "Không có giao dịch ngoài sàn.",
    ),
    Sign(
        "Trong {place} có lời nói {goods} chữa khỏi, điều trị hoặc phòng bệnh.",
        "**Gỡ** sản phẩm. Gửi người bán danh sách từ ngữ được phép.",
        "remove", "S2", "claims.cure", "An toàn sức khỏe, trong 1 giờ",
        "“Dùng {goods} {n} tuần là khỏi hẳn tiểu đường.”", "Nêu tên bệnh và hứa chữa khỏi.",
        "“Hỗ trợ sức khỏe. Sản phẩm này không phải là thuốc.”", "Có câu lưu ý bên cạnh công dụng.",
    ),
    Sign(
        "{Goods} chỉ được bán cho người lớn, nhưng {place} nhắm đến người chưa đủ 18 tuổi.",
        "**Gỡ** sản phẩm. Tạm giữ tiền bán hàng trong 30 ngày gần nhất.",
        "remove", "S1", "nicotine.minors", "An toàn sức khỏe, ngay lập tức",
        "{Goods} in hình hoạt hình, kèm lời “quà cho học sinh”.", "Hình ảnh và lời nói nhắm đến trẻ em.",
        "Ảnh {goods} đơn giản, có thông báo độ tuổi.", "Không nhắm đến trẻ vị thành niên.",
    ),
    Sign(
        "Nhà sáng tạo được trả tiền để giới thiệu {goods}, nhưng {place} không nói điều đó.",
        "**Gắn nhãn** quảng cáo cho video. Cảnh cáo nhà sáng tạo.",
        "label", "S4", "claims.undisclosed", "",
        "Liên kết hưởng hoa hồng dưới video về {goods}, không một lời nhắc.", "Việc trả tiền bị che giấu.",
        "“Nội dung quảng cáo”, nói và viết ngay đầu video.", "Đã công khai quảng cáo.",
    ),
    Sign(
        "{Paper} của {goods} ghi tên khác với tên tài khoản.",
        "**Yêu cầu bổ sung** giấy tờ thứ hai trong {n} ngày. Gian hàng vẫn hoạt động.",
        "ask", "S3", "fraud.borrowed_document", "Rủi ro người bán, trong 1 ngày làm việc",
        "Tài khoản mang tên cá nhân, {paper} mang tên một công ty không ai nhắc đến.", "Hai tên không liên quan.",
        "“Lê Thị Hoa” và “LE THI HOA”.", "Tên chỉ khác cách viết.",
    ),
    Sign(
        "Người mua báo hàng trả bị tráo: món trả về không phải {goods} đã gửi, cân nặng khác nhau.",
        "**Từ chối** hoàn tiền. Lưu cả hai ảnh trong hồ sơ.",
        "deny", "S3", "fraud.swapped_return", "Chống gian lận, từ lần thứ hai trong 90 ngày",
        "Gửi {goods} mới, nhận lại đồ cũ của hãng khác, nhẹ hơn 200 gam.", "Món trả về là món khác.",
        "Đúng {goods} đã gửi, chỉ rách hộp.", "Hộp rách không phải là tráo hàng.",
    ),
    Sign(
        "{Goods} được đăng dưới tên khác để tránh kiểm duyệt.",
        "**Gỡ** sản phẩm. Ghi tên đã dùng vào hồ sơ.",
        "remove", "S2", "nicotine.disguised", "An toàn sức khỏe, trong 1 giờ",
        "Tiêu đề “bút ký cao cấp”, ảnh là {goods}.", "Tên gọi che giấu món hàng thật.",
        "“Hộp đựng {goods}, không kèm sản phẩm.”", "Tên gọi nói đúng món hàng.",
    ),
    Sign(
        "{Goods} nhập khẩu không có nhãn phụ tiếng Việt, và {place} không ghi thành phần.",
        "**Tạm giữ** sản phẩm. Yêu cầu ảnh nhãn phụ trong {n} ngày.",
        "hold", "S3", "cosmetics.no_local_label", "Pháp chế, trong 1 ngày làm việc",
        "{Goods} chỉ có nhãn tiếng nước ngoài.", "Người mua không đọc được thành phần và hạn dùng.",
        "{Goods} có nhãn phụ rõ ràng ở ảnh thứ ba.", "Nhãn phụ đầy đủ.",
    ),
)  # fmt: skip
LAST = Sign(
    "Không quy tắc nào ở trên phù hợp và {goods} được giới thiệu đúng như thật.",
    "**Không xử lý.**", "no_action", "", "none.no_sale", "",
    "", "", "{Goods} thông thường, ảnh tự chụp, giá hợp lý.", "Không có gì phải quyết định.",
)  # fmt: skip
OPENING = """## Phạm vi

Hướng dẫn này áp dụng cho {goods} tại thị trường Việt Nam, dù được bán hay chỉ được giới thiệu: trong sản phẩm, video,
phiên trực tiếp và trang gian hàng. Không áp dụng cho {other}: mặt hàng đó có hướng dẫn riêng.

- {Goods} mới, cũ hoặc tân trang, kể cả khi bán kèm {other}.
- Linh kiện và phụ kiện, khi {place} nhắc đến {goods}.
- Hàng của người bán ở nước ngoài giao về Việt Nam.

## Trước khi quyết định

Đọc tiêu đề, mọi hình ảnh và phần mô tả. Xem {n} hồ sơ gần nhất của gian hàng. So sánh giá với
[giá bán lẻ thường gặp](term) hôm nay; [giấy tờ nguồn gốc](term) có thể là {paper}. Nếu hai quy tắc cùng phù hợp,
quy tắc đứng trước quyết định.
"""
CLOSING = """## Trường hợp ranh giới

### {Goods} đã qua sử dụng

So với giá bán lại của cùng mẫu. Thấp hơn {n}% giá đó: áp dụng quy tắc về giá. Bằng hoặc cao hơn: không xử lý.

### {Goods} bán theo bộ

Xét cả bộ theo món nặng nhất. Chỉ cần một món vi phạm, dù phần còn lại là {other}.

## Chuyển cấp

| Nhóm | Dùng cho | Trả lời trong |
|---|---|---|
| Bảo vệ thương hiệu | Nhãn hiệu, giấy tờ nguồn gốc | 4 giờ |
| Rủi ro người bán | Vi phạm lặp lại, {paper} | 1 ngày làm việc |
| An toàn sức khỏe | Lời quảng cáo sức khỏe, trẻ em | 1 giờ |

## Định nghĩa

/// term | giá bán lẻ thường gặp
Giá hôm nay tại cửa hàng của chính nhãn hiệu ở Việt Nam. Mẫu đã ngừng bán: lấy giá bán cuối cùng.
///

/// term | giấy tờ nguồn gốc
Giấy tờ ghi tên nhà sản xuất và người mua {goods}, ví dụ {paper}.
///
"""
VIETNAMESE = Vocabulary(
    goods=GOODS,
    places=PLACES,
    papers=PAPERS,
    signs=SIGNS,
    last=LAST,
    titles={
        "CC": ("Video và phiên trực tiếp giới thiệu {goods}", "Nhà sáng tạo quảng bá {goods}", "Quà tặng và {goods}"),
        "SE": ("Người bán {goods}: giấy tờ và ứng xử", "Gian hàng bán {goods}", "Hoàn tiền và trả hàng: {goods}"),
        "PR": ("Sản phẩm: {goods}", "Hàng giả và hàng không an toàn: {goods}", "{Goods}: sản phẩm có điều kiện"),
    },
    summary="Xử lý {goods} gây nhầm lẫn hoặc nguy hiểm cho người mua. Xem {place} và {paper} trước tiên.",
    opening=OPENING,
    closing=CLOSING,
    note="R1 đến R6 là quy tắc mới. Quy tắc phù hợp đầu tiên quyết định.",
    mended_note="R2 nói rõ hơn về {place}. R1 và R3 giữ nguyên.",
)
