"""The names of those who write and sign in the story; cast/people.csv says who they are."""

MAYA, DANIEL = "Maya Okafor", "Daniel Reyes"
TOMAS, WEN = "Tomás Herrera", "Wen Zhao"
DEV, SAM = "Dev Anand", "Sam Whitfield"
PRIYA, HANNAH, MARCUS = "Priya Nair", "Hannah Kim", "Marcus Bell"
LINH, AN, MINH = "Trần Linh", "Nguyễn Hoài An", "Lê Quang Minh"
NGOC, TUAN = "Phạm Bảo Ngọc", "Đỗ Anh Tuấn"
