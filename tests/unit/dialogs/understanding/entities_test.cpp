#include "dialogs/understanding/entities.hpp"

#include <catch2/catch.hpp>

#include "shipped.hpp"

using dialogs::Entity;
using dialogs::KnownItem;

namespace {

const std::vector<KnownItem> kItems = {{"1042", "Enamel kettle, sea green"},
                                       {"1042", "Reading lamp"},
                                       {"1057", "Winter boots, size 40"},
                                       {"1057", "Rain jacket, size M"}};

std::vector<Entity> found(const std::string& text, const std::string& language = "en") {
  static const auto kEnglish = tests::shipped_lexicon("en");
  static const auto kRussian = tests::shipped_lexicon("ru");
  return dialogs::find_entities(text, dialogs::tokenize(text),
                                language == "en" ? *kEnglish : *kRussian,
                                {language, "2026-03-10", kItems});
}

// "order=1042 item=Enamel kettle": in order of place, without products (they only mark).
std::string named(const std::string& text, const std::string& language = "en") {
  std::string out;
  for (const Entity& entity : found(text, language)) {
    if (entity.kind == "product") continue;
    out += (out.empty() ? "" : " ") + entity.kind + "=" + entity.words;
  }
  return out;
}

}  // namespace

TEST_CASE("entities: orders, returns and rewards by their form", "[understanding]") {
  CHECK(named("about order 2031") == "order=2031");
  CHECK(named("order no. 2031 please") == "order=2031");
  CHECK(named("it is 1042") == "order=1042");  // one of the customer's own
  CHECK(named("I am 2031 years old") == "");
  CHECK(named("r-7k2m-4qxd?") == "return=R-7K2M-4QXD");
  CHECK(named("reward RW-318") == "reward=RW-318");
  CHECK(named("заказ №2031", "ru") == "order=2031");
}

TEST_CASE("entities: track numbers by check digit, or announced", "[understanding]") {
  CHECK(named("RR473124829BY") == "track=RR473124829BY");
  CHECK(named("rr 473124829 by") == "track=RR473124829BY");
  CHECK(named("track no 45678912") == "track=45678912");
  CHECK(named("1Z999AA10123456784 with UPS") == "track=1Z999AA10123456784 carrier=UPS");
  CHECK(named("my phone is 45678912") == "");
}

TEST_CASE("entities: e-mail addresses", "[understanding]") {
  CHECK(named("write to anna@example.org.") == "email=anna@example.org");
  CHECK(named("see you @ noon") == "");
}

TEST_CASE("entities: amounts and dates", "[understanding]") {
  CHECK(named("I paid 15 euro") == "amount=15 euro");
  CHECK(named("I paid €15") == "amount=€15");
  CHECK(named("900 рублей", "ru") == "amount=900 рублей");
  CHECK(named("sent on 27.02.2026") == "date=2026-02-27");
  CHECK(named("sent yesterday") == "date=2026-03-09");
}

TEST_CASE("entities: reasons and carriers in both languages", "[understanding]") {
  CHECK(named("it came cracked") == "reason=defective");
  CHECK(named("it doesn't fit") == "reason=not_fit");
  CHECK(named("with pony express") == "carrier=Pony Express");
  CHECK(named("пришёл с трещиной", "ru") == "reason=defective");
  CHECK(named("отправил сдэком", "ru") == "carrier=CDEK");
}

TEST_CASE("entities: products of the customer, by the words of their titles", "[understanding]") {
  CHECK(named("the kettle") == "item=Enamel kettle");
  CHECK(named("both lamps") == "item=Reading lamp");
  CHECK(named("my shoes") == "item=Winter boots");  // by another name, from the word list
  CHECK(named("чайник", "ru") == "item=Enamel kettle");
  CHECK(named("size") == "");  // of two products: names none
  CHECK(named("a table") == "");
}

TEST_CASE("entities: each points at the words it rests on", "[understanding]") {
  const std::string text = "the kettle from order 1042 came cracked";
  for (const Entity& entity : found(text)) {
    const std::string words = text.substr(entity.begin, entity.end - entity.begin);
    if (entity.kind == "order") CHECK(words == "1042");
    if (entity.kind == "item") CHECK(words == "kettle");
    if (entity.kind == "reason") CHECK(words == "cracked");
    CHECK_FALSE(entity.rule.empty());
  }
  CHECK(named(text) == "item=Enamel kettle order=1042 reason=defective");
}

TEST_CASE("entities: bad input is bounded", "[understanding]") {
  std::string flood;
  for (int i = 0; i < 400; ++i) flood += "RR473124829BY ";
  CHECK(found(flood).size() == dialogs::kMaxEntities);
  CHECK(found("").empty());
  CHECK(named("'; drop table orders; --") == "");
}
