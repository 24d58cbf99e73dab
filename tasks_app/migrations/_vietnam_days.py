"""Public holidays of Viet Nam 2020–2030, days in lieu and swapped Saturdays: what the working calendar starts with.

Made once from the data of the Python package `holidays` 0.109 (MIT). Years that the Government has not decided yet stand as the
Labour Code has them; an office corrects them under *Lịch làm việc*.
"""

# "day;off|work;name"
DAYS = """
2020-01-01;off;Tết Dương lịch
2020-01-23;off;29 Tết
2020-01-24;off;Giao thừa Tết Nguyên Đán
2020-01-25;off;Mùng một Tết Nguyên Đán
2020-01-26;off;Mùng hai Tết Nguyên Đán
2020-01-27;off;Mùng ba Tết Nguyên Đán
2020-01-28;off;Mùng bốn Tết Nguyên Đán
2020-01-29;off;Mùng năm Tết Nguyên Đán
2020-04-02;off;Ngày Giỗ Tổ Hùng Vương
2020-04-30;off;Ngày Chiến thắng
2020-05-01;off;Ngày Quốc tế Lao động
2020-09-02;off;Quốc khánh
2021-01-01;off;Tết Dương lịch
2021-02-10;off;29 Tết
2021-02-11;off;Giao thừa Tết Nguyên Đán
2021-02-12;off;Mùng một Tết Nguyên Đán
2021-02-13;off;Mùng hai Tết Nguyên Đán
2021-02-14;off;Mùng ba Tết Nguyên Đán
2021-02-15;off;Mùng bốn Tết Nguyên Đán
2021-02-16;off;Mùng năm Tết Nguyên Đán
2021-04-21;off;Ngày Giỗ Tổ Hùng Vương
2021-04-30;off;Ngày Chiến thắng
2021-05-01;off;Ngày Quốc tế Lao động
2021-05-03;off;Ngày Quốc tế Lao động (nghỉ bù)
2021-09-02;off;Quốc khánh
2021-09-03;off;Quốc khánh
2022-01-01;off;Tết Dương lịch
2022-01-03;off;Tết Dương lịch (nghỉ bù)
2022-01-31;off;Giao thừa Tết Nguyên Đán
2022-02-01;off;Mùng một Tết Nguyên Đán
2022-02-02;off;Mùng hai Tết Nguyên Đán
2022-02-03;off;Mùng ba Tết Nguyên Đán
2022-02-04;off;Mùng bốn Tết Nguyên Đán
2022-04-10;off;Ngày Giỗ Tổ Hùng Vương
2022-04-11;off;Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
2022-04-30;off;Ngày Chiến thắng
2022-05-01;off;Ngày Quốc tế Lao động
2022-05-02;off;Ngày Chiến thắng (nghỉ bù)
2022-05-03;off;Ngày Quốc tế Lao động (nghỉ bù)
2022-09-01;off;Quốc khánh
2022-09-02;off;Quốc khánh
2023-01-01;off;Tết Dương lịch
2023-01-02;off;Tết Dương lịch (nghỉ bù)
2023-01-20;off;29 Tết
2023-01-21;off;Giao thừa Tết Nguyên Đán
2023-01-22;off;Mùng một Tết Nguyên Đán
2023-01-23;off;Mùng hai Tết Nguyên Đán
2023-01-24;off;Mùng ba Tết Nguyên Đán
2023-01-25;off;Mùng bốn Tết Nguyên Đán
2023-01-26;off;Mùng năm Tết Nguyên Đán
2023-04-29;off;Ngày Giỗ Tổ Hùng Vương
2023-04-30;off;Ngày Chiến thắng
2023-05-01;off;Ngày Quốc tế Lao động
2023-05-02;off;Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
2023-05-03;off;Ngày Chiến thắng (nghỉ bù)
2023-09-01;off;Quốc khánh
2023-09-02;off;Quốc khánh
2023-09-04;off;Quốc khánh (nghỉ bù)
2024-01-01;off;Tết Dương lịch
2024-02-08;off;29 Tết
2024-02-09;off;Giao thừa Tết Nguyên Đán
2024-02-10;off;Mùng một Tết Nguyên Đán
2024-02-11;off;Mùng hai Tết Nguyên Đán
2024-02-12;off;Mùng ba Tết Nguyên Đán
2024-02-13;off;Mùng bốn Tết Nguyên Đán
2024-02-14;off;Mùng năm Tết Nguyên Đán
2024-04-18;off;Ngày Giỗ Tổ Hùng Vương
2024-04-29;off;Nghỉ hoán đổi, làm bù ngày 04/05/2024
2024-04-30;off;Ngày Chiến thắng
2024-05-01;off;Ngày Quốc tế Lao động
2024-05-04;work;Làm bù cho ngày 29/04/2024
2024-09-02;off;Quốc khánh
2024-09-03;off;Quốc khánh
2025-01-01;off;Tết Dương lịch
2025-01-27;off;29 Tết
2025-01-28;off;Giao thừa Tết Nguyên Đán
2025-01-29;off;Mùng một Tết Nguyên Đán
2025-01-30;off;Mùng hai Tết Nguyên Đán
2025-01-31;off;Mùng ba Tết Nguyên Đán
2025-02-01;off;Mùng bốn Tết Nguyên Đán
2025-04-07;off;Ngày Giỗ Tổ Hùng Vương
2025-04-26;work;Làm bù cho ngày 02/05/2025
2025-04-30;off;Ngày Chiến thắng
2025-05-01;off;Ngày Quốc tế Lao động
2025-05-02;off;Nghỉ hoán đổi, làm bù ngày 26/04/2025
2025-09-01;off;Quốc khánh
2025-09-02;off;Quốc khánh
2026-01-01;off;Tết Dương lịch
2026-02-16;off;Giao thừa Tết Nguyên Đán
2026-02-17;off;Mùng một Tết Nguyên Đán
2026-02-18;off;Mùng hai Tết Nguyên Đán
2026-02-19;off;Mùng ba Tết Nguyên Đán
2026-02-20;off;Mùng bốn Tết Nguyên Đán
2026-04-26;off;Ngày Giỗ Tổ Hùng Vương
2026-04-27;off;Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
2026-04-30;off;Ngày Chiến thắng
2026-05-01;off;Ngày Quốc tế Lao động
2026-08-22;work;Làm bù cho ngày 31/08/2026
2026-08-31;off;Nghỉ hoán đổi, làm bù ngày 22/08/2026
2026-09-01;off;Quốc khánh
2026-09-02;off;Quốc khánh
2026-11-24;off;Ngày Văn hóa Việt Nam
2027-01-01;off;Tết Dương lịch
2027-02-04;off;29 Tết
2027-02-05;off;Giao thừa Tết Nguyên Đán
2027-02-06;off;Mùng một Tết Nguyên Đán
2027-02-07;off;Mùng hai Tết Nguyên Đán
2027-02-08;off;Mùng ba Tết Nguyên Đán
2027-02-09;off;Mùng bốn Tết Nguyên Đán
2027-02-10;off;Mùng năm Tết Nguyên Đán
2027-04-16;off;Ngày Giỗ Tổ Hùng Vương
2027-04-30;off;Ngày Chiến thắng
2027-05-01;off;Ngày Quốc tế Lao động
2027-05-03;off;Ngày Quốc tế Lao động (nghỉ bù)
2027-09-02;off;Quốc khánh
2027-09-03;off;Quốc khánh
2027-11-24;off;Ngày Văn hóa Việt Nam
2028-01-01;off;Tết Dương lịch
2028-01-03;off;Tết Dương lịch (nghỉ bù)
2028-01-24;off;29 Tết
2028-01-25;off;Giao thừa Tết Nguyên Đán
2028-01-26;off;Mùng một Tết Nguyên Đán
2028-01-27;off;Mùng hai Tết Nguyên Đán
2028-01-28;off;Mùng ba Tết Nguyên Đán
2028-01-29;off;Mùng bốn Tết Nguyên Đán
2028-04-04;off;Ngày Giỗ Tổ Hùng Vương
2028-04-30;off;Ngày Chiến thắng
2028-05-01;off;Ngày Quốc tế Lao động
2028-05-02;off;Ngày Chiến thắng (nghỉ bù)
2028-09-01;off;Quốc khánh
2028-09-02;off;Quốc khánh
2028-09-04;off;Quốc khánh (nghỉ bù)
2028-11-24;off;Ngày Văn hóa Việt Nam
2029-01-01;off;Tết Dương lịch
2029-02-12;off;Giao thừa Tết Nguyên Đán
2029-02-13;off;Mùng một Tết Nguyên Đán
2029-02-14;off;Mùng hai Tết Nguyên Đán
2029-02-15;off;Mùng ba Tết Nguyên Đán
2029-02-16;off;Mùng bốn Tết Nguyên Đán
2029-04-23;off;Ngày Giỗ Tổ Hùng Vương
2029-04-30;off;Ngày Chiến thắng
2029-05-01;off;Ngày Quốc tế Lao động
2029-09-02;off;Quốc khánh
2029-09-03;off;Quốc khánh
2029-09-04;off;Quốc khánh (nghỉ bù)
2029-11-24;off;Ngày Văn hóa Việt Nam
2029-11-26;off;Ngày Văn hóa Việt Nam (nghỉ bù)
2030-01-01;off;Tết Dương lịch
2030-01-31;off;29 Tết
2030-02-01;off;Giao thừa Tết Nguyên Đán
2030-02-02;off;Mùng một Tết Nguyên Đán
2030-02-03;off;Mùng hai Tết Nguyên Đán
2030-02-04;off;Mùng ba Tết Nguyên Đán
2030-02-05;off;Mùng bốn Tết Nguyên Đán
2030-02-06;off;Mùng năm Tết Nguyên Đán
2030-04-12;off;Ngày Giỗ Tổ Hùng Vương
2030-04-30;off;Ngày Chiến thắng
2030-05-01;off;Ngày Quốc tế Lao động
2030-09-02;off;Quốc khánh
2030-09-03;off;Quốc khánh
2030-11-24;off;Ngày Văn hóa Việt Nam
2030-11-25;off;Ngày Văn hóa Việt Nam (nghỉ bù)
"""
