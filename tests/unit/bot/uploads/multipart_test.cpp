// The form around a file: what is taken, and every way in which it is not one (B91, B92).
#include "bot/uploads/multipart.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/bot/uploads/forms.hpp"

using namespace bot;
using namespace bot_test;

namespace {

std::string boundary_of(std::string_view content_type) {
  const auto boundary = multipart_boundary(content_type);
  return boundary ? *boundary : "! " + std::string(boundary.error().name);
}

}  // namespace

TEST_CASE("multipart: the boundary of a content type", "[bot][uploads]") {
  CHECK(boundary_of("multipart/form-data; boundary=abc") == "abc");
  CHECK(boundary_of("Multipart/Form-Data;boundary=\"a b:c\"") == "a b:c");
  CHECK(boundary_of("multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundaryX1") ==
        "----WebKitFormBoundaryX1");
  CHECK(boundary_of("multipart/form-data; boundary=" + std::string(70, 'b')) ==
        std::string(70, 'b'));
}

TEST_CASE("multipart: B91, a content type without one good boundary", "[bot][uploads]") {
  CHECK(boundary_of("multipart/form-data") == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=") == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=\"\"") == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=a; boundary=b") == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=" + std::string(71, 'b')) == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=\"a\r\nb\"") == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=\"a \"") == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=a@b") == "! bad_multipart");
  CHECK(boundary_of("multipart/form-data; boundary=\"open") == "! bad_multipart");
  CHECK(boundary_of("multipart/mixed; boundary=a") == "! bad_type");
  CHECK(boundary_of("application/json") == "! bad_type");
  CHECK(boundary_of("image/jpeg; boundary=a") == "! bad_type");
  CHECK(boundary_of("") == "! bad_type");
}

TEST_CASE("multipart: one file comes out as it is", "[bot][uploads]") {
  const auto read = read_form(form("photo.jpg", "bytes of the file"));
  CHECK(read.error.empty());
  CHECK(read.file_name == "photo.jpg");
  CHECK(read.file == "bytes of the file");
  CHECK(read_form(form("a", "")) == ReadForm{"a", "", ""});
  CHECK(read_form(form("a", "\r\n")) == ReadForm{"a", "\r\n", ""});
  CHECK(read_form(form("a", "\r\n--")) == ReadForm{"a", "\r\n--", ""});
  CHECK(read_form(form("a", "--b")) == ReadForm{"a", "--b", ""});
  CHECK(read_form(form("a", "--b--")) == ReadForm{"a", "--b--", ""});
  CHECK(read_form(form("a", "\n--b--\n")) == ReadForm{"a", "\n--b--\n", ""});
  const std::string binary("\0\xFF\r\n\0-", 6);
  CHECK(read_form(form("a", binary)).file == binary);
}

TEST_CASE("multipart: the name of the file, as clients write it", "[bot][uploads]") {
  const auto name = [](const std::string& disposition) {
    const auto read =
        read_form("--b\r\nContent-Disposition: " + disposition + "\r\n\r\nx\r\n--b--\r\n");
    return read.error.empty() ? read.file_name : "! " + read.error;
  };
  CHECK(name("form-data; name=\"file\"; filename=\"a b.jpg\"") == "a b.jpg");
  CHECK(name("form-data; name=file; filename=a.jpg") == "a.jpg");
  CHECK(name("FORM-DATA; NAME=\"f\"; FILENAME=\"a.jpg\"") == "a.jpg");
  CHECK(name("form-data; name=\"f\"; filename=\"a;b=c.jpg\"") == "a;b=c.jpg");
  CHECK(name("form-data; name=\"f\"; filename=\"say \\\"hi\\\".jpg\"") == "say \"hi\".jpg");
  CHECK(name("form-data; name=\"f\"; filename=\"C:\\photos\\a.jpg\"") == "C:\\photos\\a.jpg");
  CHECK(name("form-data; name=\"f\"; filename=\"чек.jpg\"") == "чек.jpg");
  CHECK(name("form-data; name=\"f\"; filename=\"\"").empty());
  CHECK(name("form-data; name=\"f\"; filename=\"a.jpg\"; filename*=UTF-8''b.jpg") == "a.jpg");
  CHECK(name("form-data; name=\"f\"; filename=\"a.jpg\"; filename=\"b.jpg\"") == "! bad_multipart");
  CHECK(name("form-data; name=\"f\"") == "! bad_multipart");
  CHECK(name("form-data; filename=\"a.jpg\"") == "! bad_multipart");
  CHECK(name("attachment; name=\"f\"; filename=\"a.jpg\"") == "! bad_multipart");
  CHECK(name("form-data; name=\"f\"; filename=\"a.jpg") == "! bad_multipart");
}

TEST_CASE("multipart: other headers of the part", "[bot][uploads]") {
  const auto with = [](const std::string& headers) {
    return read_form("--b\r\n" + headers +
                     "Content-Disposition: form-data; name=f; filename=a\r\n" +
                     "\r\nx\r\n--b--\r\n")
        .error;
  };
  CHECK(with("Content-Type: image/jpeg\r\n").empty());
  CHECK(with("Content-Length: 1\r\nX-Other: y\r\n").empty());
  CHECK(with("Content-Transfer-Encoding: binary\r\n").empty());
  CHECK(with("Content-Transfer-Encoding: base64\r\n") == "bad_multipart");
  CHECK(with("Content-Transfer-Encoding: quoted-printable\r\n") == "bad_multipart");
  CHECK(with("Content-Type: multipart/mixed; boundary=c\r\n") == "bad_multipart");
  CHECK(with("Content-Disposition: form-data; name=f; filename=b\r\n") == "bad_multipart");
  CHECK(with("No colon\r\n") == "bad_multipart");
  CHECK(with(": no name\r\n") == "bad_multipart");
  CHECK(with("Space : before colon\r\n") == "bad_multipart");
  CHECK(with("X-A: b\r\n folded\r\n") == "bad_multipart");
  CHECK(with("X-A: b\nX-B: c\r\n") == "bad_multipart");
  CHECK(with(std::string("X-A: b\0c\r\n", 10)) == "bad_multipart");
  CHECK(with("\r\n") == "bad_multipart");
}

TEST_CASE("multipart: B92, a head has at most 8 KiB", "[bot][uploads]") {
  const std::string fixed = "Content-Disposition: form-data; name=f; filename=a\r\nX-Pad: ";
  const auto padded = [&](std::size_t head) {
    return read_form("--b\r\n" + fixed + std::string(head - fixed.size(), 'p') +
                     "\r\n\r\nx\r\n--b--\r\n")
        .error;
  };
  constexpr std::size_t kMax = MultipartReader::kMaxPartHeadBytes;
  CHECK(padded(kMax - 1).empty());
  CHECK(padded(kMax).empty());
  CHECK(padded(kMax + 1) == "bad_multipart");
  CHECK(read_form("--b\r\n" + std::string(100'000, 'x')).error == "bad_multipart");
}

TEST_CASE("multipart: B92, more than one part, or parts inside parts", "[bot][uploads]") {
  const std::string part = "Content-Disposition: form-data; name=f; filename=a\r\n\r\nx\r\n--b";
  CHECK(read_form("--b\r\n" + part + "\r\n" + part + "--\r\n").error == "too_many_parts");
  std::string thousand = "--b\r\n";
  for (int i = 0; i < 1000; ++i) thousand += part + "\r\n";
  CHECK(read_form(thousand).error == "too_many_parts");
  const std::string field = "--b\r\nContent-Disposition: form-data; name=\"case\"\r\n\r\n7\r\n";
  CHECK(read_form(field + form("a", "x")).error == "bad_multipart");
  // Another form as the file's content is just bytes.
  const std::string inner =
      "--c\r\nContent-Disposition: form-data; name=f; filename=i\r\n\r\ny\r\n--c--";
  CHECK(read_form(form("a", inner)).file == inner);
}

TEST_CASE("multipart: B92, boundaries in wrong places", "[bot][uploads]") {
  CHECK(read_form(form("a", "x\r\n--b--\r\ny")).error == "bad_multipart");
  CHECK(read_form(form("a", "x\r\n--bXYZ")).error == "bad_multipart");
  CHECK(read_form(form("a", "x\r\n--b y")).error == "bad_multipart");
  CHECK(read_form("preamble\r\n" + form("a", "x")).error == "bad_multipart");
  CHECK(read_form("\r\n" + form("a", "x")).error == "bad_multipart");
  CHECK(read_form("--c\r\n").error == "bad_multipart");
  CHECK(read_form("--b\n").error == "bad_multipart");
  CHECK(read_form("--b--\r\n").error == "bad_multipart");
  CHECK(read_form(form("a", "x") + "epilogue").error == "bad_multipart");
  CHECK(read_form(form("a", "x") + "\r\n").error == "bad_multipart");
  std::string without_last_break = form("a", "x");
  without_last_break.resize(without_last_break.size() - 2);
  CHECK(read_form(without_last_break).error.empty());
  CHECK(read_form(without_last_break + "\r").error == "bad_multipart");
}

TEST_CASE("multipart: B92, a form cut off anywhere is never taken for whole", "[bot][uploads]") {
  const std::string whole = form("a.jpg", "some bytes \r\n-- of a file");
  // Without the line break at the very end it is whole already.
  for (std::size_t length = 0; length < whole.size(); ++length) {
    if (length == whole.size() - 2) continue;
    INFO(length);
    CHECK(read_form(whole.substr(0, length)).error == "bad_multipart");
  }
}

TEST_CASE("multipart: an error of the one who takes the bytes ends it", "[bot][uploads]") {
  MultipartReader reader("b", [](std::string_view) -> base::Result<void> {
    return base::Error{base::Code::limit_exceeded, "too_large"};
  });
  const auto fed = reader.feed(form("a", "xxxxxxxxxxxxxxxx"));
  REQUIRE_FALSE(fed.has_value());
  CHECK(fed.error().name == "too_large");
}
