// However the network cuts a form up, it reads the same. rapidcheck prints its seed.
#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "tests/unit/bot/uploads/forms.hpp"

using namespace bot_test;

namespace {

// Bytes that often look like the beginning of a boundary.
rc::Gen<std::string> tricky_bytes() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "\r", "\n", "\r\n", "-", "--", "b", "--b", "\r\n-", "\r\n--", "\r\n--a",
                          "x", "\r\n\r\n", std::string(1, '\0'), "some longer piece of a file")),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const std::string& piece : pieces) text += piece;
                        return text;
                      });
}

bool has_boundary(const std::string& file) {
  return file.find("\r\n--b") != std::string::npos;
}

}  // namespace

TEST_CASE("multipart chunks: any file comes out whole, however it is cut", "[bot][uploads]") {
  CHECK(rc::check("good forms", [] {
    const std::string file = *tricky_bytes();
    RC_PRE(!has_boundary(file));
    const auto read = read_form(form("a", file), [](std::size_t left) {
      return *rc::gen::inRange<std::size_t>(1, std::min<std::size_t>(left, 40) + 1);
    });
    RC_ASSERT(read.error.empty());
    RC_ASSERT(read.file == file);
    RC_ASSERT(read.file_name == "a");
  }));
}

TEST_CASE("multipart chunks: any bytes give the same in one piece and byte by byte",
          "[bot][uploads]") {
  CHECK(rc::check("any forms", [] {
    std::string text = *rc::gen::arbitrary<bool>() ? form("a", *tricky_bytes()) : *tricky_bytes();
    if (!text.empty() && *rc::gen::arbitrary<bool>()) {
      text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    }
    const auto whole = read_form(text);
    const auto bytes = read_form(text, [](std::size_t) { return std::size_t{1}; });
    RC_ASSERT(whole.error == bytes.error);
    if (whole.error.empty()) RC_ASSERT(whole == bytes);
  }));
}

TEST_CASE("multipart chunks: every way to cut a small form in two", "[bot][uploads]") {
  const std::string text = form("a.jpg", "x\r\n--y\r\n-\r\r\n--");
  const auto whole = read_form(text);
  REQUIRE(whole.error.empty());
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    std::size_t length = cut;
    CHECK(read_form(text, [&](std::size_t left) {
            return std::min(std::exchange(length, left), left);
          }) == whole);
  }
}
