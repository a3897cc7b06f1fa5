// One upload through the real blob folder: from the request's bytes to the row.
#include "bot/uploads/upload_receiver.hpp"

#include <catch2/catch.hpp>

#include <variant>

#include "base/digest.hpp"
#include "base/ids.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/bot/uploads/files.hpp"
#include "tests/unit/bot/uploads/forms.hpp"

using namespace bot;
using namespace bot_test;

namespace {

const base::Instant kNow = *base::from_iso("2026-11-22T10:00:00Z");
constexpr const char* kType = "multipart/form-data; boundary=b";

struct Desk {
  tests::TemporaryFolder folder;
  storage::Blobs blobs{folder.path()};
  base::SeededRandom random{7};
  UploadLimits limits;

  std::size_t files() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }

  // The row, or the error's name.
  std::variant<storage::UploadRow, std::string> receive(const std::string& request,
                                                        std::size_t piece = 4096) {
    auto receiver = UploadReceiver::create(kType, limits, blobs);
    REQUIRE(receiver.has_value());
    for (std::size_t at = 0; at < request.size(); at += piece) {
      if (const auto fed = (*receiver)->feed(std::string_view(request).substr(at, piece)); !fed) {
        return std::string(fed.error().name);
      }
    }
    auto row = (*receiver)->finish("customer:anna", kNow, random);
    if (!row) return std::string(row.error().name);
    return std::move(*row);
  }

  std::string outcome(const std::string& request, std::size_t piece = 4096) {
    const auto received = receive(request, piece);
    return std::holds_alternative<std::string>(received) ? std::get<std::string>(received) : "ok";
  }
};

}  // namespace

TEST_CASE("upload receiver: a photo becomes a blob and a row", "[bot][uploads]") {
  Desk desk;
  const std::string photo = jpeg(100'000);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{17}, std::size_t{200'000}}) {
    const auto received = desk.receive(form("Мой чек.JPG", photo), piece);
    REQUIRE(std::holds_alternative<storage::UploadRow>(received));
    const auto& row = std::get<storage::UploadRow>(received);
    CHECK(base::is_uuid7(row.id));
    CHECK(row.owner == "customer:anna");
    CHECK(row.name == "Мой чек.jpg");
    CHECK(row.type == "jpeg");
    CHECK(row.bytes == 100'000);
    CHECK(row.created == kNow);
    CHECK(row.hash == base::sha256_hex(photo));
    CHECK(desk.blobs.read(row.hash) == photo);
  }
  // The same bytes again are the same blob; nothing else lies about.
  CHECK(desk.files() == 1);
}

TEST_CASE("upload receiver: the answer names the upload", "[bot][uploads]") {
  storage::UploadRow row;
  row.id = "u-1";
  row.name = "чек.jpg";
  row.type = "jpeg";
  row.bytes = 2048;
  CHECK(upload_answer(row) == R"({"upload":"u-1","name":"чек.jpg","type":"jpeg","size":2048})");
}

TEST_CASE("upload receiver: the limit of a file, to the byte", "[bot][uploads]") {
  Desk desk;
  desk.limits.file_bytes = 10'000;
  CHECK(desk.outcome(form("a.png", png(9'999))) == "ok");
  CHECK(desk.outcome(form("a.png", png(10'000))) == "ok");
  CHECK(desk.outcome(form("a.png", png(10'001))) == "too_large");
  CHECK(desk.outcome(form("a.png", png(10'001)), 1) == "too_large");
  CHECK(desk.outcome(form("a.png", png(1'000'000))) == "too_large");
  CHECK(desk.files() == 2);
}

TEST_CASE("upload receiver: ten mebibytes are the default", "[bot][uploads]") {
  Desk desk;
  constexpr std::size_t kLimit = 10 * 1024 * 1024;
  CHECK(desk.outcome(form("a.pdf", pdf(kLimit)), 65'536) == "ok");
  CHECK(desk.outcome(form("a.pdf", pdf(kLimit + 1)), 65'536) == "too_large");
  CHECK(desk.files() == 1);
}

TEST_CASE("upload receiver: B83-B92, nothing stays of what is refused", "[bot][uploads]") {
  Desk desk;
  const std::string good = form("a.jpg", jpeg(50'000));
  CHECK(desk.outcome(form("a.jpg", "")) == "empty");
  CHECK(desk.outcome(form("a.jpg", "\xFF\xD8")) == "bad_type");
  CHECK(desk.outcome(form("a.jpg", jpeg().substr(0, 15))) == "bad_type");
  CHECK(desk.outcome(form("a.jpg", jpeg().substr(0, 16))) == "ok");
  CHECK(desk.outcome(form("a.jpg", "<svg onload=alert(1)> and so on")) == "bad_type");
  CHECK(desk.outcome(form("a.jpg", "<svg onload=alert(1)> and so on"), 1) == "bad_type");
  CHECK(desk.outcome(form("a.jpg", "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR")) == "bad_type");
  // Cut off at 99 %, in the closing boundary, and with bytes to spare.
  CHECK(desk.outcome(good.substr(0, good.size() * 99 / 100)) == "bad_multipart");
  CHECK(desk.outcome(good.substr(0, good.size() - 4)) == "bad_multipart");
  CHECK(desk.outcome(good + "more") == "bad_multipart");
  CHECK(desk.outcome(good.substr(0, good.size() - 4) + "\r\n" + good.substr(5)) ==
        "too_many_parts");
  CHECK(desk.outcome("") == "bad_multipart");
  CHECK(desk.files() == 1);  // of the one that was good
}

TEST_CASE("upload receiver: a dropped upload leaves nothing behind", "[bot][uploads]") {
  Desk desk;
  {
    auto receiver = UploadReceiver::create(kType, desk.limits, desk.blobs);
    REQUIRE(receiver.has_value());
    const std::string request = form("a.jpg", jpeg(50'000));
    REQUIRE((*receiver)->feed(std::string_view(request).substr(0, 40'000)).has_value());
    CHECK((*receiver)->file_bytes() > 30'000);
  }
  CHECK(desk.files() == 0);
}

TEST_CASE("upload receiver: without a form there is no upload", "[bot][uploads]") {
  Desk desk;
  const auto created = UploadReceiver::create("image/jpeg", desk.limits, desk.blobs);
  REQUIRE_FALSE(created.has_value());
  CHECK(created.error().name == "bad_type");
}
