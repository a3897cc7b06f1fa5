#include "bot/uploads/file_name.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "base/text.hpp"

using namespace bot;

namespace {

std::string cleaned(std::string_view name) {
  return clean_file_name(name, FileType::jpeg);
}

}  // namespace

TEST_CASE("file name: names that people give are kept", "[bot][uploads]") {
  CHECK(cleaned("photo.jpg") == "photo.jpg");
  CHECK(cleaned("Чек за посылку.JPG") == "Чек за посылку.jpg");
  CHECK(cleaned("IMG 0042.jpeg") == "IMG 0042.jpg");
  CHECK(cleaned("my.holiday.jpg") == "my.holiday.jpg");
  CHECK(cleaned("写真.jpg") == "写真.jpg");
  CHECK(clean_file_name("scan.pdf", FileType::pdf) == "scan.pdf");
}

TEST_CASE("file name: the extension tells the true type", "[bot][uploads]") {
  CHECK(cleaned("evil.php") == "evil.php.jpg");
  CHECK(cleaned("image.png") == "image.png.jpg");
  CHECK(clean_file_name("image.jpg", FileType::pdf) == "image.jpg.pdf");
  CHECK(cleaned("noextension") == "noextension.jpg");
}

TEST_CASE("file name: B89-B90, hostile names become harmless labels", "[bot][uploads]") {
  using namespace std::string_literals;
  CHECK(cleaned("../../etc/passwd") == "passwd.jpg");
  CHECK(cleaned("..\\..\\windows\\system32\\cmd.exe") == "cmd.exe.jpg");
  CHECK(cleaned("/") == "photo.jpg");
  CHECK(cleaned("..") == "photo.jpg");
  CHECK(cleaned("") == "photo.jpg");
  CHECK(clean_file_name("", FileType::pdf) == "document.pdf");
  CHECK(cleaned("a.php%00.jpg") == "a.php%00.jpg");
  CHECK(cleaned("a.php\0.jpg"s) == "a.php.jpg");
  CHECK(cleaned("\xE2\x80\x8B.htaccess") == "htaccess.jpg");
  CHECK(cleaned(".\xE2\x80\x8B./.htaccess") == "htaccess.jpg");
  CHECK(cleaned(".\xE2\x80\x8B.") == "photo.jpg");
  CHECK(cleaned("CON") == "_CON.jpg");
  CHECK(cleaned("con.jpg") == "_con.jpg");
  CHECK(cleaned("LPT1.txt") == "_LPT1.txt.jpg");
  CHECK(cleaned("console.jpg") == "console.jpg");
  CHECK(cleaned("a\r\nSet-Cookie: x.jpg") == "aSet-Cookie_ x.jpg");
  CHECK(cleaned("\xE2\x80\xAEgpj.exe") == "gpj.exe.jpg");
  CHECK(cleaned("\xE2\x81\xA6"
                "a\xE2\x81\xA9.jpg") == "a.jpg");
  CHECK(cleaned("a<b>c\"d|e?f*g:h.jpg") == "a_b_c_d_e_f_g_h.jpg");
  CHECK(cleaned("  . hidden .jpg") == "hidden.jpg");
  CHECK(cleaned("a\xFF\xFE"
                "b.jpg") == "ab.jpg");
  CHECK(cleaned("a\xED\xA0\x80.jpg") == "a.jpg");
  CHECK(cleaned("a\xEE\x80\x80.jpg") == "a.jpg");           // private use
  CHECK(cleaned("cafe\xCC\x81.jpg") == "caf\xC3\xA9.jpg");  // NFC
}

TEST_CASE("file name: at most 120 characters, never half of one", "[bot][uploads]") {
  for (const std::string_view letter : {"a", "Ж", "😀"}) {
    for (std::size_t count : {114U, 115U, 116U, 117U, 4096U}) {
      std::string name;
      for (std::size_t i = 0; i < count; ++i) name += letter;
      const std::string label = cleaned(name + ".jpg");
      INFO(letter << " x " << count);
      CHECK(base::is_valid_utf8(label));
      CHECK(base::count_characters(label) <= kMaxFileNameCharacters);
      CHECK(label.ends_with(".jpg"));
      if (count <= 115) CHECK(label == name + ".jpg");
    }
  }
}

TEST_CASE("file name: whatever comes, a label is clean, and cleaning again changes nothing",
          "[bot][uploads]") {
  const auto piece = rc::gen::element<std::string>(
      ".", "..", "/", "\\", "a", "jpg", ".jpg", ".jpeg", ".JPG", " ", "\xE2\x80\x8B",
      "\xE2\x80\xAE", "\xCC\x81", "e", "\xFF", "\x01", "con", "nul", "\"", ":", "Ж",
      "\xE1\x84\x80\xE1\x85\xA1", "\xEF\xBC\x8F", "\xCD\x8F", "<\xCC\xB8");
  CHECK(rc::check("clean", [&] {
    std::string name;
    for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) name += each;
    if (*rc::gen::arbitrary<bool>()) name = *rc::gen::arbitrary<std::string>();
    const std::string label = cleaned(name);
    RC_ASSERT(base::is_valid_utf8(label));
    RC_ASSERT(label.find_first_of(std::string_view("/\\\0\r\n\"<>:|?*", 12)) == std::string::npos);
    RC_ASSERT(!label.starts_with('.') && label.ends_with(".jpg") && label.size() > 4);
    RC_ASSERT(base::count_characters(label) <= kMaxFileNameCharacters);
    RC_ASSERT(cleaned(label) == label);
  }));
}

TEST_CASE("file name: a download is always saved, never shown", "[bot][uploads]") {
  CHECK(attachment_disposition("photo 1.jpg") ==
        "attachment; filename=\"photo 1.jpg\"; filename*=UTF-8''photo%201.jpg");
  CHECK(attachment_disposition("чек.jpg") ==
        "attachment; filename=\"___.jpg\"; filename*=UTF-8''%D1%87%D0%B5%D0%BA.jpg");
  // Even a name that was not cleaned cannot leave its quotes or its line.
  const std::string header = attachment_disposition("a\"; x=\r\nSet-Cookie: b");
  CHECK(header.find('\r') == std::string::npos);
  CHECK(header.find('\n') == std::string::npos);
  CHECK(std::count(header.begin(), header.end(), '"') == 2);
}
