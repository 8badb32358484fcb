"""Who acts, with whom and for whom in one sentence; each row failed on a text not tuned for."""

from __future__ import annotations

import pytest

from pipeline.extraction.leads import roles_of
from pipeline.extraction.reports import is_reporting, receivers
from pipeline.extraction.trailers import label_role
from pipeline.extraction.units import split_units

LEADS = [
    ("Nếu là đơn của cử tri: Ban Thường trực Mặt trận xã chủ trì xác minh.",
     ["Ban Thường trực Mặt trận xã"]),
    ("Giai đoạn 2026 - 2028: Sở Nội vụ chủ trì, phối hợp với các huyện lập hồ sơ.", ["Sở Nội vụ"]),
    ("Cục Kết cấu hạ tầng xây dựng tham mưu việc phân luồng.", ["Cục Kết cấu hạ tầng xây dựng"]),
    ("Cơ quan có thẩm quyền thu hồi đất phải thông báo.", ["Cơ quan có thẩm quyền thu hồi đất"]),
    ("Sau mỗi đợt đo, cơ sở đào tạo thực hiện đối chiếu.", ["cơ sở đào tạo"]),
    ("Hằng tuần, Trung tâm Phục vụ hành chính công tỉnh công bố số liệu.",
     ["Trung tâm Phục vụ hành chính công tỉnh"]),
    ("Theo dõi, đôn đốc, tổng hợp báo cáo Trưởng ban, Ủy ban An toàn Hồ đập tỉnh.", []),
    ("Bộ đội Biên phòng tổ chức các đợt cao điểm tuần tra.", ["Bộ đội Biên phòng"]),
    ("Phòng Lao động - Thương binh và Xã hội các huyện rà soát nhu cầu.",
     ["Phòng Lao động - Thương binh và Xã hội các huyện"]),
    ("Ban cán sự đảng Ủy ban nhân dân tỉnh lãnh đạo rà soát.", ["Ban cán sự đảng Ủy ban nhân dân tỉnh"]),
    ("Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc quán triệt Nghị quyết.",
     ["Các huyện ủy, thị ủy, thành ủy, đảng ủy trực thuộc"]),
    ("Phó Giám đốc phụ trách hành chính trực tiếp chỉ đạo việc sơ tán.",
     ["Phó Giám đốc phụ trách hành chính"]),
    ("LĐLĐ cấp huyện, công đoàn ngành chỉ đạo treo cờ.", ["LĐLĐ cấp huyện", "công đoàn ngành"]),
    ("Phòng Tổ chức cán bộ đưa kết quả chấm điểm vào tiêu chí xếp loại.", ["Phòng Tổ chức cán bộ"]),
    ("Sở Nội vụ, Ban Chỉ đạo tri ân liệt sỹ tỉnh tổ chức lễ thắp nến.",
     ["Sở Nội vụ", "Ban Chỉ đạo tri ân liệt sỹ tỉnh"]),
    ("Ban Chỉ đạo kiểm tra các xã, phường.", ["Ban Chỉ đạo"]),
    ("Các Sở: Xây dựng, Giao thông vận tải rà soát cầu treo.", ["Sở Xây dựng", "Sở Giao thông vận tải"]),
    ("Ban chấp hành công đoàn trường vận động đoàn viên.", ["Ban chấp hành công đoàn trường"]),
    ("Hội đồng Thi đua - Khen thưởng Bộ có trách nhiệm xét tặng.", ["Hội đồng Thi đua - Khen thưởng Bộ"]),
    ("Các đơn vị khi có nhu cầu có trách nhiệm đăng ký.", ["Các đơn vị"]),
    ("Cơ quan nhà nước có thẩm quyền về quản lý năng lượng có trách nhiệm kiểm tra.",
     ["Cơ quan nhà nước có thẩm quyền về quản lý năng lượng"]),
    ("Yêu cầu các chủ đầu tư lập lại đường găng tiến độ.", ["các chủ đầu tư"]),
    ("Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh rà soát quỹ đất.",
     ["Ban Quản lý Khu kinh tế và các khu công nghiệp tỉnh"]),
    ("Tổ thường trực tổng hợp các vướng mắc.", ["Tổ thường trực"]),
    ("Sở Giáo dục và Đào tạo mở lớp học bơi; Sở Y tế tập huấn sơ cứu; Tỉnh đoàn phối hợp vận động.",
     ["Sở Giáo dục và Đào tạo", "Sở Y tế"]),
    ("Sở Tư pháp mở lớp; đề nghị Tòa án nhân dân tỉnh cử báo cáo viên.",
     ["Sở Tư pháp", "Tòa án nhân dân tỉnh"]),
    ("Cục Hàng không không cấp phép bay qua lễ hội.", ["Cục Hàng không"]),
    ("Khi học sinh chuyển lớp, cơ sở giáo dục bàn giao hồ sơ.", ["cơ sở giáo dục"]),
    ("Căn cứ Kế hoạch này, đề nghị các Tổ chuyên môn, Tổ Văn phòng rà soát sổ sách.",
     ["các Tổ chuyên môn", "Tổ Văn phòng"]),
    ("Đài Truyền hình Hà Sơn và hệ thống các cơ quan báo chí đưa tin.",
     ["Đài Truyền hình Hà Sơn", "hệ thống các cơ quan báo chí"]),
    ("Giám đốc các doanh nghiệp thông tin và truyền thông kiểm tra đường dây.",
     ["Giám đốc các doanh nghiệp thông tin và truyền thông"]),
    ("Các sở, ngành trong quá trình lập đề án phải bảo đảm thống nhất.", ["Các sở, ngành"]),
    ("Giáo viên chủ nhiệm sâu sát nắm hoàn cảnh học sinh.", ["Giáo viên chủ nhiệm"]),
    ("Trường hợp còn thiếu, Tỉnh tổng hợp nhu cầu.", ["Tỉnh"]),
    ("Xã hội hóa nguồn lực nạo vét luồng.", []),
    ("Đề nghị Kiểm toán nhà nước khu vực XX tạo điều kiện làm việc.", ["Kiểm toán nhà nước khu vực XX"]),
    ("Đề nghị Tòa án nhân dân tỉnh và Viện kiểm sát nhân dân tỉnh tạo thuận lợi cho luật sư.",
     ["Tòa án nhân dân tỉnh", "Viện kiểm sát nhân dân tỉnh"]),
    ("Hội đồng kiểm tra, sát hạch báo cáo kết quả.", ["Hội đồng kiểm tra, sát hạch"]),
    ("Hội đồng nhân dân xã giám sát việc thi hành.", ["Hội đồng nhân dân xã"]),
    ("Đề nghị Sở Nội vụ sớm có văn bản hướng dẫn.", ["Sở Nội vụ"]),
    ("Tổng cục Hậu cần lập dự toán.", ["Tổng cục Hậu cần"]),
    ("Chủ tịch UBND tỉnh công nhận xã đạt chuẩn.", ["Chủ tịch UBND tỉnh"]),
    ("Sở Kế hoạch và Đầu tư rà soát các quy định về thuê đất.", ["Sở Kế hoạch và Đầu tư"]),
    ("Sở Khoa học và Công nghệ đưa cơ sở dữ liệu vào khai thác.", ["Sở Khoa học và Công nghệ"]),
    ("Công an tỉnh cung cấp số liệu cư trú.", ["Công an tỉnh"]),
    ("Văn phòng tổ chức họp giao ban.", ["Văn phòng"]),
    ("Bộ Ngoại giao có trách nhiệm chuẩn bị hồ sơ.", ["Bộ Ngoại giao"]),
    ("Bộ Quốc phòng tiến hành các thủ tục giao đất.", ["Bộ Quốc phòng"]),
    ("Bộ Lao động – Thương binh và Xã hội chi trả.", ["Bộ Lao động – Thương binh và Xã hội"]),
    ("Vụ trưởng Vụ Tổ chức cán bộ chủ trì thẩm định.", ["Vụ trưởng Vụ Tổ chức cán bộ"]),
    ("Cơ quan quản lý thú y tỉnh chủ trì kiểm tra.", ["Cơ quan quản lý thú y tỉnh"]),
    ("Sở Y tế trong phạm vi nhiệm vụ của mình có trách nhiệm kiểm tra.", ["Sở Y tế"]),
    ("Định kỳ hằng năm Viện Năng lượng Hà Sơn báo cáo kết quả.", ["Viện Năng lượng Hà Sơn"]),
    ("Cấp xã: UBND các xã, phường bố trí lực lượng trực.", ["UBND các xã, phường"]),
    ("Chi cục Thủy lợi và Phòng, chống thiên tai thường xuyên theo dõi mực nước.",
     ["Chi cục Thủy lợi và Phòng, chống thiên tai"]),
    ("Chủ tịch UBND tỉnh yêu cầu Giám đốc các Sở, Thủ trưởng các ban, ngành khẩn trương rà soát hồ sơ.",
     ["Giám đốc các Sở", "Thủ trưởng các ban, ngành"]),
    ("UBND tỉnh giao Sở Tài chính chủ trì thẩm định dự toán.", ["Sở Tài chính"]),
    ("Chủ tịch UBND tỉnh chỉ thị các cơ quan, đơn vị thực hiện quy chế.", ["các cơ quan, đơn vị"]),
    ("UBND thành phố chỉ đạo Sở Xây dựng kiểm tra.", ["UBND thành phố"]),
    ("Đơn vị được giao chủ trì xây dựng dự toán.", ["Đơn vị được giao chủ trì"]),
    ("Địa phương chủ động bố trí kinh phí.", ["Địa phương"]),
    ("Đơn vị tổ chức quán triệt đến từng đảng viên.", ["Đơn vị"]),
    ("Các tổ chức Hội Nông dân, Đoàn Thanh niên tuyên truyền.",
     ["Các tổ chức Hội Nông dân", "Đoàn Thanh niên"]),
    ("Giao đồng chí Phó Chủ tịch UBND xã chỉ đạo triển khai.", ["đồng chí Phó Chủ tịch UBND xã"]),
    ("Các cấp ủy, chính quyền, trước hết là người đứng đầu phải gương mẫu.", ["Các cấp ủy, chính quyền"]),
    ("Phân công cán bộ trực tại điểm trường để giải quyết vướng mắc.", []),
    ("Phân công giáo viên trong tổ giảng dạy buổi chiều đúng chuyên môn.", []),
    ("Phân công đồng chí Phó Hiệu trưởng theo dõi nền nếp.", ["đồng chí Phó Hiệu trưởng"]),
    ("Cán bộ phụ trách điểm trường Suối Mây: Thường trực quản lý nền nếp.",
     ["Cán bộ phụ trách điểm trường Suối Mây"]),
    ("Cán bộ, công chức: tăng cường rèn luyện.", ["Cán bộ, công chức"]),
    ("Học sinh: 35 em.", []),
    ("Tổ văn phòng (do đồng chí An làm đầu mối) có trách nhiệm lưu hồ sơ.", ["Tổ văn phòng"]),
    ("Thông qua các tiết học, các thầy cô giáo cần kịp thời phát hiện.", ["các thầy cô giáo"]),
    ("Cục Giáo dục nghề nghiệp và Giáo dục thường xuyên chỉ đạo các trường.",
     ["Cục Giáo dục nghề nghiệp và Giáo dục thường xuyên"]),
    ("Căn cứ cơ cấu của Hội (Chủ tịch, các Phó Chủ tịch) và chuyên viên, việc phân công như sau.", []),
    ("Đảng đoàn Hội Nông dân phối hợp với Tỉnh đoàn quán triệt.", ["Đảng đoàn Hội Nông dân"]),
    ("Chi hội Phụ nữ: Phụ trách khánh tiết, tiếp tân.", ["Chi hội Phụ nữ"]),
    ("Cuối năm học, nhà trường tổ chức đánh giá kết quả.", ["nhà trường"]),
    ("Giám đốc bệnh viện bố trí giường bệnh.", ["Giám đốc bệnh viện"]),
    ("Chủ tịch công ty phải giải trình.", ["Chủ tịch công ty"]),
    ("Trung tâm tổ chức hội nghị khách hàng.", ["Trung tâm"]),
    ("Trung tâm phục vụ hành chính công tiếp nhận hồ sơ.", ["Trung tâm phục vụ hành chính công"]),
    ("Bộ phận tiếp nhận và trả kết quả niêm yết thủ tục.", ["Bộ phận tiếp nhận và trả kết quả"]),
    ("Đội quản lý trật tự đô thị kiểm tra vỉa hè.", ["Đội quản lý trật tự đô thị"]),
    ("Hiệu trưởng là người phụ trách chung.", ["Hiệu trưởng"]),
    ("Giao Chính phủ quy định quy mô vốn.", ["Chính phủ"]),
    ("Đối với nhà ở công vụ thì Bộ Xây dựng chủ trì xác định diện tích.", ["Bộ Xây dựng"]),
    ("Căn cứ quy định, chủ trì, phối hợp với các Bộ và báo cáo Chính phủ, Thủ tướng Chính phủ.", []),
    ("Treo khẩu hiệu (Công chức Văn hóa phụ trách).", ["Công chức Văn hóa"]),
    ("Các ông (bà) Trưởng thôn họp dân.", ["Các ông (bà) Trưởng thôn"]),
    ("Bà con nhân dân dọn vệ sinh.", []),
    ("Hạt Kiểm lâm các khu vực tuần tra rừng.", ["Hạt Kiểm lâm các khu vực"]),
    ("Người đứng đầu cấp ủy, chính quyền, cơ quan, đơn vị chịu trách nhiệm.",
     ["Người đứng đầu cấp ủy, chính quyền, cơ quan, đơn vị"]),
    ("Trưởng các phòng căn cứ Kế hoạch này xây dựng chương trình.", ["Trưởng các phòng"]),
    ("Giao Văn phòng Ban theo dõi, đôn đốc.", ["Văn phòng Ban"]),
    ("Ban quản lý các chợ bố trí lực lượng.", ["Ban quản lý các chợ"]),
    ("Hiệu trưởng ký hợp đồng cung ứng.", ["Hiệu trưởng"]),
    ("Tổ chức Hội các cấp vận động hội viên.", ["Tổ chức Hội các cấp"]),
    ("Sở Nội vụ - Cơ quan Thường trực Ban Chỉ đạo tổng hợp.", ["Sở Nội vụ"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "lead"), LEADS)
def test_the_lead_ends_where_its_order_begins(sentence: str, lead: list[str]) -> None:
    assert [unit.text for unit in roles_of(sentence, has_heading=False).lead] == lead


@pytest.mark.parametrize(
    "sentence",
    ["Các báo cáo kết quả phải đầy đủ.", "Các kế hoạch đề ra phải khả thi.", "Tổ chức Hội nghị sơ kết."],
)
def test_a_plural_without_organ_leads_nothing(sentence: str) -> None:
    assert roles_of(sentence, has_heading=False).lead == ()


@pytest.mark.parametrize(
    ("sentence", "partners"),
    [
        ("Chủ trì, phối hợp với Bộ Ngoại giao nâng cấp phần mềm.", ["Bộ Ngoại giao"]),
        (
            "Phối hợp với các tổ chức chính trị - xã hội xây dựng kế hoạch.",
            ["các tổ chức chính trị - xã hội"],
        ),
        ("Phối hợp với các ban Đảng tham mưu báo cáo.", ["các ban Đảng"]),
        (
            "Phối hợp với cha mẹ học sinh và chính quyền địa phương làm đất.",
            ["cha mẹ học sinh", "chính quyền địa phương"],
        ),
        ("Chủ trì phối hợp với các sở liên quan tổ chức, kiểm tra vườn ươm.", ["các sở liên quan"]),
        (
            "Phối hợp với Bộ Tài nguyên và Môi trường, Bộ Quốc phòng trình hồ sơ.",
            ["Bộ Tài nguyên và Môi trường", "Bộ Quốc phòng"],
        ),
        ("Phối hợp với Cục Kế hoạch - Tài chính triển khai.", ["Cục Kế hoạch - Tài chính"]),
        (
            "Phối hợp với Văn phòng UBND tỉnh (Trung tâm Tin học) và các đơn vị liên quan công khai thủ tục.",
            ["Văn phòng UBND tỉnh (Trung tâm Tin học)", "các đơn vị liên quan"],
        ),
        ("Phối hợp với Công an tỉnh (nếu cần), tuần tra.", ["Công an tỉnh"]),
        ("Phối hợp với Công an xã Tân Hòa mời báo cáo viên.", ["Công an xã Tân Hòa"]),
        ("Phối hợp chặt chẽ, làm đầu mối kết nối với Công an xã Tân Hòa.", ["Công an xã Tân Hòa"]),
        ("Phối hợp và thống nhất với Sở Tài chính mức chi.", ["Sở Tài chính"]),
        (
            "Phối hợp với các Sở Văn hóa, Thể thao và Du lịch tỉnh, thành phố tuyên truyền.",
            ["các Sở Văn hóa, Thể thao và Du lịch tỉnh, thành phố"],
        ),
        ("Phối hợp với cha mẹ/người đại diện theo dõi.", ["cha mẹ/người đại diện"]),
        (
            "Phối hợp với các sở, ngành trình Bộ Y tế; phối hợp với sở, ngành rà soát.",
            ["các sở, ngành"],
        ),
        ("Phối hợp với các Bộ: Y tế, Công Thương quy định mức hỗ trợ.", ["Bộ Y tế", "Bộ Công Thương"]),
        ("Phối hợp với Ủy ban nhân dân cùng cấp lập chương trình.", ["Ủy ban nhân dân cùng cấp"]),
        ("Phối hợp với Hội Nông dân xã, phường vận động bà con.", ["Hội Nông dân xã, phường"]),
        (
            "Phòng Kinh tế cùng UBND các xã, phường rà soát nhu cầu.",
            ["UBND các xã, phường"],
        ),
        ("P. KTHTĐT chủ trì, phối hợp P. VHXH cân đối kinh phí.", ["P. VHXH"]),
        (
            "Sở Công Thương làm việc với Công ty Điện lực Hà Sơn bảo đảm cấp điện.",
            ["Công ty Điện lực Hà Sơn"],
        ),
        ("Trực ban 24/24 giờ; có sự phối hợp của UBND xã Suối Lim.", ["UBND xã Suối Lim"]),
        (
            "UBND xã phối hợp cùng Ban QLDA đầu tư xây dựng công trình giao thông tỉnh đo đạc.",
            ["Ban QLDA đầu tư xây dựng công trình giao thông tỉnh"],
        ),
        ("Tuyên truyền để bà con biết và đồng hành cùng chính quyền.", []),
        ("Phối hợp với các ngân hàng thương mại đẩy mạnh nộp thuế điện tử.", ["các ngân hàng thương mại"]),
        (
            "Phối hợp với Cảnh sát PCCC Công an tỉnh, Trung tâm Y tế tổ chức diễn tập.",
            ["Cảnh sát PCCC Công an tỉnh", "Trung tâm Y tế"],
        ),
        ("Phối hợp với các doanh nghiệp tuyển sinh, đào tạo nghề.", ["các doanh nghiệp"]),
        ("Phối hợp với người sử dụng lao động mở hội nghị.", ["người sử dụng lao động"]),
        ("Trồng rừng (Hạt Kiểm lâm chủ trì, phối hợp với Sở Xây dựng).", ["Sở Xây dựng"]),
        ("Sở Y tế tập huấn; Tỉnh đoàn phối hợp vận động.", ["Tỉnh đoàn"]),
        ("Phối hợp với Sở Nội vụ các hoạt động tuyên truyền.", ["Sở Nội vụ"]),
        ("Chỉ đạo Ban Quản lý dự án chủ trì, phối hợp với các nhà thầu ký phụ lục.", []),
    ],
)
def test_partners_are_whole_names_and_not_those_of_another(sentence: str, partners: list[str]) -> None:
    assert [unit.text for unit in roles_of(sentence, has_heading=True).coordination] == partners


@pytest.mark.parametrize(
    ("sentence", "to"),
    [
        ("Tổng hợp, báo cáo Chủ tịch UBND tỉnh hằng quý.", ["Chủ tịch UBND tỉnh"]),
        ("Báo cáo Bộ trưởng Bộ Quốc phòng quyết định.", ["Bộ trưởng Bộ Quốc phòng"]),
        (
            "Gửi báo cáo việc phân phối gạo đến Bộ Tài chính, Bộ Y tế để tổng hợp, báo cáo Chính phủ.",
            ["Bộ Tài chính", "Bộ Y tế"],
        ),
        ("Báo cáo Cục Phòng bệnh - Cơ quan thường trực Tổ công tác.", ["Cục Phòng bệnh"]),
    ],
)
def test_the_receiver_of_a_report_ends_before_what_is_done_with_it(sentence: str, to: list[str]) -> None:
    assert [unit.text for unit in receivers(sentence)] == to


@pytest.mark.parametrize(
    ("sentence", "report"),
    [
        ("Tổng hợp kết quả, báo cáo UBND tỉnh.", True),
        ("Tổng hợp, tham mưu Sở Y tế báo cáo UBND tỉnh.", True),
        ("Tổng hợp nhu cầu vốn của các xã.", False),
        ("Tổ chức tập huấn; báo cáo kết quả.", False),
    ],
)
def test_a_sum_that_is_reported_is_a_report(sentence: str, report: bool) -> None:
    assert is_reporting(sentence, 0) is report


def test_units_that_a_cell_s_lines_ran_together_are_parted() -> None:
    assert [u.text for u in split_units("Sở Y tế Sở Nội vụ")] == ["Sở Y tế", "Sở Nội vụ"]
    assert [u.text for u in split_units("UBND xã, phường Công an tỉnh")] == [
        "UBND xã, phường",
        "Công an tỉnh",
    ]
    assert [u.text for u in split_units("Chủ tịch UBND tỉnh, Giám đốc Sở Y tế")] == [
        "Chủ tịch UBND tỉnh",
        "Giám đốc Sở Y tế",
    ]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Cơ quan theo dõi, chủ trì thực hiện", "lead"),
        ("Đơn vị tham mưu, chủ trì", "lead"),
        ("Cơ quan, đơn vị phối hợp", "coordination"),
        ("Thời gian trình Thủ tướng Chính phủ", "deadline"),
        ("Thời hạn trình UBND tỉnh", "deadline"),
        ("Mục tiêu", "ignored"),
    ],
)
def test_labels_are_known_in_their_longer_forms(label: str, role: str) -> None:
    assert label_role(label) == role


def test_a_report_is_one_behind_its_bracketed_date() -> None:
    assert is_reporting("Định kỳ hằng quý (trước ngày 20 của tháng cuối quý) báo cáo kết quả.", 0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ban Quản lý rừng chủ trì, Hạt Kiểm lâm và Văn phòng phối hợp khẩn trương rà soát.",
         ["Hạt Kiểm lâm", "Văn phòng"]),
        ("Phòng Tuyên truyền chủ trì, phối hợp với Tạp chí Rừng, Văn phòng đẩy mạnh thông tin.",
         ["Tạp chí Rừng", "Văn phòng"]),
        ("Giáo viên chủ nhiệm phối hợp với cha mẹ học sinh và nhân viên y tế tìm hiểu hoàn cảnh từng em.",
         ["cha mẹ học sinh", "nhân viên y tế"]),
        ("Phối hợp với Phòng Pháp chế đưa nội dung vào dự thảo.", ["Phòng Pháp chế"]),
        ("Sở Xây dựng chủ trì, phối hợp chặt chẽ, quyết liệt với Sở Nội vụ rà soát.", ["Sở Nội vụ"]),
        ("Đề nghị Hội Nông dân tỉnh chủ trì, phối hợp với Tỉnh đoàn vận động hội viên.", ["Tỉnh đoàn"]),
        ("Chủ trì, phối hợp với với Hội Sinh viên, các đơn vị có liên quan tổ chức.",
         ["Hội Sinh viên", "các đơn vị có liên quan"]),
        ("Các sở phối hợp với thành phố Suối Hoa, có cơ chế điều hành tập trung.", ["thành phố Suối Hoa"]),
        ("Phó ban phối hợp với các thành viên trong tiểu ban trang trí.", ["các thành viên trong tiểu ban"]),
        ("Tháng 3 hằng năm, Sở Xây dựng cùng Tỉnh đoàn phát động Tết trồng cây.", ["Tỉnh đoàn"]),
        ("Cùng Chi cục Kiểm lâm lấy mẫu đất rừng.", ["Chi cục Kiểm lâm"]),
        ("Báo và Đài PT-TH Hải Lâm, với sự hỗ trợ của Tỉnh đoàn, tuyên truyền giữ rừng.", ["Tỉnh đoàn"]),
        ("Đếm lại số cây: Ban Chỉ đạo tỉnh chủ trì, Chi cục Kiểm lâm, Tỉnh đoàn cùng thực hiện.",
         ["Chi cục Kiểm lâm", "Tỉnh đoàn"]),
        ("Sở Nội vụ chỉ đạo các trường trồng cây, Tỉnh đoàn phối hợp cử cán bộ.", ["Tỉnh đoàn"]),
        ("Phòng Kinh tế chủ trì, mời Công an tỉnh, Sở Xây dựng cùng khảo sát, cắm biển.",
         ["Công an tỉnh", "Sở Xây dựng"]),
        ("Sở Y tế chỉ đạo các bệnh viện, Sở Xây dựng phối hợp với trại giam khám bệnh.", []),
        ("Các cơ quan báo cáo về Bộ Y tế, Bộ Công an để phối hợp hướng dẫn.", []),
        ("Phối hợp cùng công an phường, chủ nhà trọ kiểm tra.", ["công an phường", "chủ nhà trọ"]),
        ("Phối hợp với Viện Lâm nghiệp Hải Lâm, Nhà xuất bản Lâm nghiệp biên soạn tài liệu.",
         ["Viện Lâm nghiệp Hải Lâm", "Nhà xuất bản Lâm nghiệp"]),
    ],
)  # fmt: skip
def test_who_helps_is_told_beside_who_leads(text: str, names: list[str]) -> None:
    assert [unit.text for unit in roles_of(text, has_heading=False).coordination] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Tháng 3 hằng năm, Sở Xây dựng cùng Tỉnh đoàn phát động Tết trồng cây.", ["Sở Xây dựng"]),
        ("Năm 2026, trình sửa luật theo hướng lập công ty rừng (ESCO), Quỹ Rừng thúc đẩy trồng cây.", []),
        ("Việc lập Ban Giữ rừng cấp xã thuộc trách nhiệm của UBND các xã, phường, xong trong năm 2026.",
         ["UBND các xã, phường"]),
        ("Báo và Đài PT-TH Hải Lâm, với sự hỗ trợ của Tỉnh đoàn, tuyên truyền giữ rừng.",
         ["Báo và Đài PT-TH Hải Lâm"]),
        ("Công ty Cổ phần Cây xanh Hải Lâm trồng hoa, treo cờ.", ["Công ty Cổ phần Cây xanh Hải Lâm"]),
        ("Phòng Chăn nuôi Hải Lâm tiêm phòng đàn trâu.", ["Phòng Chăn nuôi Hải Lâm"]),
        ("Giao Sở Y tế có sự tham gia của Sở Nội vụ rà soát danh mục.", ["Sở Y tế"]),
        ("Thực hiện Quyết định số 22/QĐ-TTg ngày 22/02/2026 của Thủ tướng Chính phủ, Sở Y tế lập đề án.",
         ["Sở Y tế"]),
        ("Vòng tỉnh: Giao Sở Nội vụ cùng với Tỉnh Đoàn tổ chức vào ngày 18/6/2026.", ["Sở Nội vụ"]),
        ("Đốt cỏ có kiểm soát; do các chủ rừng, UBND các xã thực hiện.", ["các chủ rừng", "UBND các xã"]),
        ("Đoàn Thanh niên phường bóc xoá quảng cáo rao vặt.", ["Đoàn Thanh niên phường"]),
        ("UBND huyện Giồng Lim dặm vá vạch đường.", ["UBND huyện Giồng Lim"]),
        ("UBND các xã vùng cao tổ chức phát dọn.", ["UBND các xã vùng cao"]),
        ("Hợp tác xã nông nghiệp Lim Xanh trồng rừng.", ["Hợp tác xã nông nghiệp Lim Xanh"]),
        ("Cơ sở chưa đạt thì chủ nhà trọ phải khắc phục.", ["chủ nhà trọ"]),
        ("Trồng cây tại các điểm trống thì giao cho các tổ dân phố tự chọn loại cây.", ["các tổ dân phố"]),
        ("UBND cấp xã thẩm định hồ sơ; nếu đủ điều kiện thì Chủ tịch UBND cấp xã ký giấy.", ["UBND cấp xã"]),
        ("Doanh nghiệp nộp hồ sơ, trường hợp thiếu thì Sở Tài chính yêu cầu bổ sung.", ["Doanh nghiệp"]),
        ("Liên đoàn kiểm tra các công đoàn.", ["Liên đoàn"]),
        ("Thực hiện kế hoạch phối hợp giữa Sở Y tế, Công an tỉnh trong phòng chống ma túy.", []),
        ("Các sở tuyên truyền Luật; Bộ Luật hình sự năm 2015; các quy định.", ["Các sở"]),
        ("Đối với cán bộ, công chức, viên chức vi phạm các quy định của pháp luật về rừng thì xử lý.", []),
        ("Lưu ý: Đối với các vụ mất rừng xảy ra phải báo cáo ngay về Sở Nội vụ.", []),
        ("Tổ Giúp việc chuẩn bị nội dung, tài liệu gửi các thành viên.", ["Tổ Giúp việc"]),
        ("Tổ công tác theo Quyết định của UBND tỉnh mỗi tháng họp một lần.",
         ["Tổ công tác theo Quyết định của UBND tỉnh"]),
    ],
)  # fmt: skip
def test_who_acts_is_told_by_times_asides_and_duties(text: str, names: list[str]) -> None:
    assert [unit.text for unit in roles_of(text, has_heading=False).lead] == names


def test_a_unit_that_demands_acts_itself_under_its_heading() -> None:
    text = "Yêu cầu các cơ sở giáo dục tổng hợp ý kiến."
    assert roles_of(text, has_heading=True).lead == ()
    assert [u.text for u in roles_of(text, has_heading=False).lead] == ["các cơ sở giáo dục"]
