// The return sheet in a conversation: it comes with the approval, opens for its customer only, and
// says what the facts say.
#include "bot/sheet/return_sheet.hpp"

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>

#include "tests/support/talker.hpp"

using base::Record;
using base::Value;
using tests::Talker;

namespace {

constexpr const char* kStart = "2026-03-02T10:00:00+03:00";

struct Shop {
  Shop() : server(folder.path(), *base::from_iso(kStart), 1), anna(server) {
    anna.press_token("start_return");
    anna.press("Order 1042");
    anna.press("Enamel kettle, sea green");
    anna.press("It is defective or damaged");
    anna.write("The lid does not close");
    anna.attach("png");
    REQUIRE(anna.press("Send the request").find("create_return.done") != std::string::npos);
    number = server.core().desk().of_customer("anna").at(0).number;
  }

  int office(std::string_view event, const Record& fields = {}) {
    return server.case_event(number, "support", event, fields);
  }
  // The answer to POST /v1/files/{sheet}/link by that customer.
  bot::HttpResponse link(std::string_view customer, std::string_view language = "en") {
    return server.call("POST", "/v1/files/sheet." + number + "." + std::string(language) + "/link",
                       "", {{"Authorization", "Bearer " + server.token(customer)}});
  }
  std::string url(std::string_view language = "en") {
    const auto answer = link("anna", language);
    REQUIRE(answer.status == 200);
    return std::string(base::parse_json(std::get<std::string>(answer.body))->text_at("url"));
  }
  bot::HttpResponse open(const std::string& where) { return server.call("GET", where, ""); }
  bot::SheetContent content(std::string_view language) {
    const auto subject = server.core().desk().find_by_number(number);
    REQUIRE(subject.has_value());
    const auto& policy = *server.profile().policy;
    const auto& texts = server.profile().program->texts;
    const dialogs::Formatter formatter(language, bot::sheet_zone(*subject, policy),
                                       texts.formats(language));
    return bot::sheet_of(*subject, policy, texts, formatter);
  }

  tests::TemporaryFolder folder;
  tests::SimServer server;
  Talker anna;
  std::string number;
};

std::string all_of(const bot::SheetContent& content) {
  std::string all = content.title + "\n" + content.inside + "\n" + content.deadline + "\n" +
                    content.only_one + "\n" + content.form_note;
  for (const auto& address : content.addresses) {
    all += "\n" + address.heading;
    for (const auto& line : address.latin) all += "\n" + line;
    for (const auto& line : address.russian) all += "\n" + line;
  }
  for (const auto& step : content.steps) all += "\n" + step;
  return all;
}

void has(const std::string& text, std::string_view part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("sheet: comes with the approval as a file of the conversation", "[bot][sheet]") {
  Shop shop;
  // D1: no sheet before the approval (fact 13).
  CHECK(shop.link("anna").status == 404);
  REQUIRE(shop.office("approve") == 200);
  auto again = shop.server.connect();
  again->say(Record{{"type", "hello"},
                    {"token", shop.server.token("anna")},
                    {"conversation", shop.anna.conversation()},
                    {"after", 0}});
  std::vector<Value> files;
  for (const Value& message : again->of_type("message")) {
    if (message.text_at("step") != "case.product_return.approved") continue;
    const Value& list = message.at("attachments");
    REQUIRE(list.is_list());
    files = list.list();
  }
  REQUIRE(files.size() == 1);
  CHECK(files[0].text_at("upload") == "sheet." + shop.number + ".en");
  CHECK(files[0].text_at("name") == shop.number + ".pdf");
  CHECK(files[0].text_at("type") == "pdf");
  CHECK(files[0].at("size").is_nothing());
  const auto sheet = shop.open(shop.url());
  REQUIRE(sheet.status == 200);
  const auto& bytes = std::get<std::string>(sheet.body);
  CHECK(bytes.starts_with("%PDF-"));
  CHECK(std::get<std::string>(shop.open(shop.url()).body) == bytes);
  CHECK(std::get<std::string>(shop.open(shop.url("ru")).body) != bytes);
}

TEST_CASE("sheet: only its customer gets a link, and only a signed one opens", "[bot][sheet]") {
  Shop shop;
  REQUIRE(shop.office("approve") == 200);
  CHECK(shop.link("ben").status == 404);
  const std::string url = shop.url();
  CHECK(shop.open(url).status == 200);
  CHECK(shop.open(url.substr(0, url.find('?'))).status == 404);
  CHECK(shop.open(url + "x").status == 404);
  const auto opened = shop.server.store().audit("sheet." + shop.number + ".en", "read.", 10);
  REQUIRE(opened.size() == 1);
  CHECK(opened[0].actor == "link:customer:anna");
  std::string other = url;
  other.replace(other.find(".en?"), 4, ".ru?");
  CHECK(shop.open(other).status == 404);  // the link is for this file
  CHECK(shop.server.call("GET", "/v1/files/sheet.R-0000-0000.en/link", "").status == 405);
  CHECK(shop.server
            .call("POST", "/v1/files/sheet..en/link", "",
                  {{"Authorization", "Bearer " + shop.server.token("anna")}})
            .status == 404);
}

TEST_CASE("sheet: an extended deadline is on the next copy, and an overdue return has none",
          "[bot][sheet]") {
  Shop shop;
  REQUIRE(shop.office("approve") == 200);
  const std::string before = std::get<std::string>(shop.open(shop.url()).body);
  REQUIRE(shop.office("extend_deadline",
                      {{"until", "2026-03-20"}, {"reason", "The post is on strike"}}) == 200);
  CHECK(std::get<std::string>(shop.open(shop.url()).body) != before);
  has(shop.content("en").deadline, "20 March 2026");
  shop.server.advance(std::chrono::days(19));
  CHECK(shop.link("anna").status == 404);
}

// Facts 11, 12, 14-22, 25-27, 39-44, 55-61, 63.
TEST_CASE("sheet: says what the facts say, in both languages", "[bot][sheet]") {
  Shop shop;
  REQUIRE(shop.office("approve") == 200);
  for (const char* language : {"en", "ru"}) {
    const auto content = shop.content(language);
    const std::string all = all_of(content);
    CHECK(content.number == shop.number);
    for (const char* part :
         {"140961", "Podolsk", "Magistralnaya st. (mkr-n Lviv), 7", "A/Ya 4",
          "LTD \"Internet Solutions\"", "141533", "Khorugvino village", "p. 35/1, 82 gates",
          "site senior", "+7(495)-232-10-00", "76-015", "Подольск", "Хоругвино", "а/я 4"}) {
      has(all, part);
    }
    REQUIRE(content.addresses.size() == 2);
    // Never swapped (fact 63): the post box is by mail, the phone by courier.
    has(content.addresses[0].latin.back(), "A/Ya 4");
    has(content.addresses[1].latin.back(), "+7(495)-232-10-00");
    CHECK(content.steps.size() == 7);
    has(content.deadline, "2026");
    has(all, "Send a return");
  }
  has(shop.content("en").deadline, "7 March 2026, 23:59");
  has(shop.content("ru").deadline, "7 марта 2026");
}

TEST_CASE("sheet: names of files", "[bot][sheet]") {
  const auto name = bot::parse_sheet_name("sheet.R-7K2M-4QXD.ru-RU");
  REQUIRE(name.has_value());
  CHECK(name->number == "R-7K2M-4QXD");
  CHECK(name->locale == "ru-RU");
  CHECK(bot::to_string(*name) == "sheet.R-7K2M-4QXD.ru-RU");
  for (const char* id : {"", "sheet.", "sheet.R", "sheet.R.", "sheet..en", "sheet.R/../x.en",
                         "0198c2f0-0000-7000-8000-000000000000", "sheet.R.en.x"}) {
    INFO(id);
    CHECK_FALSE(bot::parse_sheet_name(id).has_value());
  }
}
