#include "bot/uploads/file_type.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/bot/uploads/files.hpp"

using namespace bot;
using namespace bot_test;

TEST_CASE("file type: JPEG, PNG and PDF by their first bytes", "[bot][uploads]") {
  CHECK(file_type_of(jpeg()) == FileType::jpeg);
  CHECK(file_type_of(std::string("\xFF\xD8\xFF\xE1\x10\x10", 6) + "Exif" + std::string(8, 'x')) ==
        FileType::jpeg);
  CHECK(file_type_of(std::string("\xFF\xD8\xFF\xDB", 4) + std::string(12, 'x')) == FileType::jpeg);
  CHECK(file_type_of(png()) == FileType::png);
  CHECK(file_type_of(pdf()) == FileType::pdf);
  CHECK(file_type_of("%PDF-2.0\n%bytes..") == FileType::pdf);
}

TEST_CASE("file type: B83-B85, everything else, whatever it is called", "[bot][uploads]") {
  using namespace std::string_literals;
  const std::vector<std::string> others = {
      ""s,
      "GIF89a; /* script */ alert(1)"s,
      "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"s,
      "<!DOCTYPE html><html>"s,
      "RIFF\x10\0\0\0WEBPVP8 xxxx"s,
      "\0\0\0\x18"
      "ftypheic\0\0\0\0mif1"s,
      "II*\0\x08\0\0\0xxxxxxxx"s,
      "MM\0*\0\0\0\x08xxxxxxxx"s,
      "PK\x03\x04xxxxxxxxxxxx"s,
      "push graphic-context\nviewbox 0 0 1 1"s,
      "%!PS-Adobe-3.0 EPSF-3.0"s,
      "BM\x10\0\0\0\0\0\0\0xxxxxx"s,
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"s,
      "MZ\x90\0xxxxxxxxxxxx"s,
      "\x7F"
      "ELFxxxxxxxxxxxx"s,
      " %PDF-1.7 xxxxxxxx"s,
      "%PDF-x.7 xxxxxxxx"s,
      "\xFF\xD8\xFE\xE0xxxxxxxxxxxx"s,
      "\xFF\xD8\xFF\xFFxxxxxxxxxxxx"s,
      "\xFF\xD8\xFF\x01xxxxxxxxxxxx"s,
      "\x89PNG\r\n\x1A\n<html><script>"s,
      "\x89PNG\n\x1A\n\0\0\0\rIHDRx"s,
      "\xEF\xBB\xBF%PDF-1.7 xxxxxx"s,
  };
  for (const std::string& bytes : others) {
    INFO(bytes.substr(0, 20));
    CHECK_FALSE(file_type_of(bytes).has_value());
  }
}

TEST_CASE("file type: B85, a file cut off before its signature is none", "[bot][uploads]") {
  for (const std::string& whole : {jpeg(), png(), pdf()}) {
    for (std::size_t length = 0; length < kSignatureBytes; ++length) {
      CHECK_FALSE(file_type_of(whole.substr(0, length)).has_value());
    }
    // From there on the first bytes settle it.
    const auto type = file_type_of(whole.substr(0, kSignatureBytes));
    REQUIRE(type.has_value());
    CHECK(file_type_of(whole) == type);
  }
}

TEST_CASE("file type: names", "[bot][uploads]") {
  for (const FileType type : {FileType::jpeg, FileType::png, FileType::pdf}) {
    CHECK(file_type_named(to_string(type)) == type);
  }
  CHECK_FALSE(file_type_named("gif").has_value());
  CHECK(media_type(FileType::jpeg) == "image/jpeg");
  CHECK(media_type(FileType::pdf) == "application/pdf");
  CHECK(file_extension(FileType::jpeg) == "jpg");
  CHECK(file_extension(FileType::png) == "png");
}
