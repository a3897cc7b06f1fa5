// A receipt that pays twice: the same file in two claims of one customer.
#include <catch2/catch.hpp>

#include "bot/turns/claim_dialogs.hpp"

using base::Value;

namespace {

workflow::Case case_of(std::string type, std::string number, const std::string& receipt) {
  workflow::Case made;
  made.id = "id of " + number;
  made.number = std::move(number);
  made.type = std::move(type);
  if (!receipt.empty()) made.fields["receipts"] = Value::List{receipt};
  return made;
}

// Uploads of one picture under several names have one hash; what begins with "gone" is not there.
std::string hash_of(std::string_view upload) {
  return upload.starts_with("gone") ? std::string()
                                    : std::string(upload.substr(0, upload.find('-')));
}

}  // namespace

TEST_CASE("claims: the same receipt in another claim is seen", "[turns]") {
  const std::string claim = "delivery_compensation";
  const std::vector<workflow::Case> cases = {
      case_of(claim, "R-1", "post-a"), case_of(claim, "R-2", "other-a"),
      case_of("product_return", "R-3", "sent-a"), case_of(claim, "R-4", ""),
      case_of(claim, "R-5", "gone-a")};
  const auto seen = [&](std::size_t of, const Value::List& receipts) {
    return bot::claim_with_receipt(cases, cases[of], receipts, hash_of);
  };
  // Sent again it has another id and the same bytes.
  CHECK(seen(1, {"post-b"}) == "R-1");
  CHECK(seen(1, {"fresh-a", "post-b"}) == "R-1");
  // Its own, sent anew after support asked, is no second use; nor is the return's, which it is of.
  CHECK(seen(0, {"post-b"}).empty());
  CHECK(seen(1, {"sent-a"}).empty());
  CHECK(seen(1, {"fresh-a"}).empty());
  CHECK(seen(1, {}).empty());
  // A file that is gone is like no other that is gone.
  CHECK(seen(1, {"gone-b"}).empty());
}
