// Draws sheets in five languages and looks at them with independent tools: pdftoppm makes pixels,
// ZXingReader reads the barcode, pdftotext the words.
#include "bot/sheet/draw_sheet.hpp"

#include <stdlib.h>
#include <sys/wait.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using bot::SheetContent;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sheet-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder");
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

std::string run(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string out;
  std::array<char, 4096> part{};
  while (const std::size_t count = fread(part.data(), 1, part.size(), pipe)) {
    out.append(part.data(), count);
  }
  const int status = pclose(pipe);
  INFO(command);
  REQUIRE((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  return out;
}

SheetContent english() {
  SheetContent content;
  content.language = "en";
  content.number = "R-7K2M-4QXD";
  content.title = "Return sheet";
  content.inside = "Put this page into the parcel.";
  content.deadline = "Send it by Saturday 7 March 2026, 23:59 (Moscow time).";
  content.only_one = "The two addresses are not interchangeable.";
  content.addresses = {{"By mail",
                        {"LTD \"Internet Solutions\"", "140961, Russia, Moscow region, Podolsk"},
                        {"140961, Россия, Московская область, Подольск"}},
                       {"By courier",
                        {"site senior", "141533, Russia, Moscow region, Khorugvino village"},
                        {"141533, Россия, деревня Хоругвино"}}};
  content.steps_heading = "Before you hand it over";
  content.steps = {"Check that everything is there.", "Take a photo of the product."};
  content.form_note = "For the parcel form.";
  content.made = *base::from_iso("2026-03-02T10:00:00.000Z");
  return content;
}

SheetContent hebrew() {
  SheetContent content = english();
  content.language = "he";
  content.title = "דף החזרה";
  content.inside = "שימו את הדף הזה בתוך החבילה.";
  content.deadline = "יש לשלוח עד שבת 7 במרץ 2026, 23:59 (שעון מוסקבה).";
  content.only_one = "אי אפשר להחליף בין שתי הכתובות.";
  content.addresses[0].heading = "בדואר";
  content.addresses[1].heading = "עם שליח";
  content.steps_heading = "לפני המשלוח";
  content.steps = {
      "בדקו שהכול נמצא, וצלמו את המוצר לפני המשלוח.",
      "כתבו את המספר \u2068R-7K2M-4QXD\u2069 גם על טופס החבילה, למשל ליד שם הנמען, כי בלי "
      "המספר המחסן לא יקבל את החבילה."};
  content.form_note = "לטופס החבילה.";
  return content;
}

SheetContent in(const std::string& language, const std::string& title, const std::string& step) {
  SheetContent content = english();
  content.language = language;
  content.title = title;
  content.steps = {step, step + " " + step};
  return content;
}

std::vector<SheetContent> languages() {
  return {english(), in("ru", "Вкладыш к возврату", "Проверьте, всё ли на месте."),
          in("kk", "Қайтару парағы", "Бәрі орнында ма, соны тексеріңіз: ң, ғ, ү, ұ, қ, ө, һ, і."),
          hebrew(), in("be", "Аркуш вяртання", "Праверце, ці ўсё на месцы.")};
}

// A folder to look at the pictures in, when somebody wants to see them.
void keep_for_people(const std::filesystem::path& picture, const std::string& language) {
  const char* shelf = std::getenv("BOOMERANG_SHEETS");
  if (shelf == nullptr) return;
  std::filesystem::copy_file(picture, std::filesystem::path(shelf) / (language + ".png"),
                             std::filesystem::copy_options::overwrite_existing);
}

}  // namespace

TEST_CASE("sheet: another program reads the barcode and the words in every script", "[bot]") {
  for (const SheetContent& content : languages()) {
    INFO(content.language);
    const Folder folder;
    const auto pdf = bot::draw_sheet(content);
    REQUIRE(pdf.has_value());
    const auto file = folder.path / "sheet.pdf";
    std::ofstream(file, std::ios::binary) << *pdf;
    run("pdftoppm -r 100 -png -singlefile " + file.string() + " " +
        (folder.path / "sheet").string());
    const auto picture = folder.path / "sheet.png";
    keep_for_people(picture, content.language);
    const std::string read = run("ZXingReader -format Code128 " + picture.string());
    INFO(read);
    CHECK(read.find("R-7K2M-4QXD") != std::string::npos);
    CHECK(run("pdfinfo " + file.string()).find("Pages:           1") != std::string::npos);
    const std::string words = run("pdftotext " + file.string() + " -");
    INFO(words);
    CHECK(words.find("140961") != std::string::npos);
    CHECK(words.find("Подольск") != std::string::npos);
    // Every letter has a shape: a font without it would leave an empty box, and no text to read.
    if (content.language == "kk") CHECK(words.find("Қайтару") != std::string::npos);
    if (content.language == "be") CHECK(words.find("вяртання") != std::string::npos);
  }
}

TEST_CASE("sheet: the same content gives the same bytes", "[bot]") {
  for (const SheetContent& content : languages()) {
    const auto first = bot::draw_sheet(content);
    const auto second = bot::draw_sheet(content);
    REQUIRE(first.has_value());
    CHECK(*first == *second);
  }
  SheetContent later = english();
  later.deadline = "Send it by Sunday 8 March 2026.";
  CHECK(*bot::draw_sheet(later) != *bot::draw_sheet(english()));
}

TEST_CASE("sheet: long texts are set smaller, and too long ones refused", "[bot]") {
  SheetContent long_one = english();
  long_one.steps.assign(16, std::string(150, 'w') + " and more words after it");
  const auto drawn = bot::draw_sheet(long_one);
  REQUIRE(drawn.has_value());
  const Folder folder;
  const auto file = folder.path / "sheet.pdf";
  std::ofstream(file, std::ios::binary) << *drawn;
  CHECK(run("pdfinfo " + file.string()).find("Pages:           1") != std::string::npos);
  long_one.steps.assign(400, "one more");
  const auto refused = bot::draw_sheet(long_one);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().name == "too_long");
  SheetContent nameless = english();
  nameless.number = "Возврат";
  CHECK(bot::draw_sheet(nameless).error().name == "not_encodable");
}
