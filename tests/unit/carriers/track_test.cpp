#include "carriers/track.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "shipped_table.hpp"

using namespace carriers;

namespace {

TrackCheck check(std::string_view number, std::string_view carrier) {
  return check_track(shipped_table(), number, carrier);
}

// "strong", or "weak mistyped" and so on.
std::string verdict(std::string_view number, std::string_view carrier) {
  const TrackCheck found = check(number, carrier);
  std::string out(to_string(found.strength));
  if (found.doubt != Doubt::none) out += " " + std::string(to_string(found.doubt));
  return out;
}

struct Published {
  const char* carrier;
  std::vector<const char*> valid;
  std::vector<const char*> invalid;
};

// The numbers that the open data set jkeen/tracking_number_data gives as valid and invalid for each
// of the forms (as of August 2026); S10 with the example digits of the standard.
const std::vector<Published> kPublished = {
    {"DHL",
     {"3318810025", "73891051146", "8487135506", "1099255990", "3821724944", "3318810036",
      "3318810014"},
     {"3318810010", "3318810034", "3318810011"}},
    {"DPD",
     {"008182709980000020033350276C", "008182709980000020045327276N", "09980000020033F",
      "09980000020034D"},
     {"008182709980000020033350276A", "09980000020033D"}},
    {"FedEx",
     {"986578788855",
      "477179081230",
      "799531274483",
      "790535312317",
      "974367662710",
      "1001921334250001000300779017972697",
      "1001921380360001000300639585804382",
      "1001901781990001000300617767839437",
      "1002297871540001000300790695517286",
      "1027590111820004833500785458233610",
      "1195266473930007521100871079919940",
      "32971514560102447849175802862014",
      "32971510360102447848540980802018",
      "32971508360102447847941133172013",
      "33810799560000004380417923803212",
      "041441760228964",
      "568283610012000",
      "568283610012734",
      "000123450000000027",
      "9611020987654312345672",
      "9622001900000000000000776632517510",
      "9622001560000000000000794808390594",
      "9622001560001234567100794808390594",
      "9632001560123456789900794808390594"},
     {"996578788855", "1001901781990001000300617767839438", "32971514560102447849175802852014",
      "568283610012732", "000000000000000001", "9600000000000000000001",
      "9622001560001234567100794808390595", "9622001560001234567100794808390597"}},
    {"UPS",
     {"1Z5R89390357567127", "1Z879E930346834440", "1Z410E7W0392751591", "1Z8V92A70367203024",
      "1ZXX3150YW44070023", "K1506235620", "K2479825491", "J4603636537", "V0490119172",
      "V0431105627"},
     {"1Z1111111111111111", "K1506235622", "K2479825492", "J4603636538", "V0411335627",
      "V0423305841"}},
    {"USPS",
     {"03071790000523483741",
      "71123456789123456787",
      "420787459400111206206406260787",
      "9400111206206406260787",
      "9400111201080805483016",
      "9405803699300124287899",
      "9434611206206406227577",
      "9434611206206407667136",
      "420221539101026837331000039521",
      "9101123456789000000013",
      "71969010756003077385",
      "4201002334249200190132607600833457",
      "4201028200009261290113185417468510",
      "9505511069605048600624",
      "92748931507708513018050063",
      "92001903060085300042901077",
      "9361289878700317633795",
      "9261292700768711948021",
      "420112139261290983497923666238",
      "RB123456785US",
      "RB473124829US"},
     {"03071790000523483742", "9434611206206407667131", "9434611306206407667222",
      "9101123456789000000014", "71969010756003077386", "4201028200009261290113185417468511",
      "RB123456786US"}},
    {"BelPost", {"RR473124829BY", "CP123456785BY"}, {"RR473124828BY", "RR473142829BY"}},
    {"KazPost", {"RB473124829KZ", "EE123456785KZ"}, {"EE123456784KZ"}},
    {"Israelpost", {"RR473124829IL", "RR123456785IL"}, {"RR123456785XX", "RR123456780IL"}},
    // Inland: threes and ones over thirteen digits; 410342249 is the example of S10 in the
    // description of postal identifiers.
    {"Russian Post", {"RA410342249RU", "12345678901231"}, {"RA410342248RU", "12345678901232"}}};

}  // namespace

TEST_CASE("track: the published numbers of every carrier", "[carriers]") {
  for (const Published& carrier : kPublished) {
    for (const char* number : carrier.valid) {
      INFO(carrier.carrier << " " << number);
      CHECK(verdict(number, carrier.carrier) == "strong");
      CHECK(check(number, carrier.carrier).note.empty());
    }
    for (const char* number : carrier.invalid) {
      INFO(carrier.carrier << " " << number);
      CHECK(verdict(number, carrier.carrier) == "weak mistyped");
    }
  }
}

TEST_CASE("track: forms that prove nothing are weak, with a note for a person", "[carriers]") {
  // DHL's pieces, its parcels of e-commerce, and CDEK's orders have no check digit.
  for (const char* number : {"JJD0099999999", "JVGL0999999990", "GM2951173225174494",
                             "GM9E44608A27984866BA2D", "60120172242323"}) {
    INFO(number);
    CHECK(verdict(number, "DHL") == "weak no_check_digit");
  }
  CHECK(verdict("1234567890", "CDEK") == "weak no_check_digit");
  CHECK(check("1234567890", "СДЭК").note ==
        "Numbers of CDEK in this form have no check digit: look at the receipt.");
  CHECK(verdict("RU12345678", "DPD") == "weak no_check_digit");
  for (const char* carrier : {"Pony Express", "AlemTat", "KSE"}) {
    INFO(carrier);
    CHECK(verdict("23-4567-8901", carrier) == "unusable");  // normalise first
    CHECK(verdict("2345678901", carrier) == "weak no_form");
    CHECK(check("2345678901", carrier).note ==
          std::string(carrier) + " publishes no form of its numbers: look at the receipt.");
  }
  CHECK(verdict("1234567890", "Pigeon & Sons") == "weak unknown_carrier");
  CHECK(verdict("1234567890", "") == "weak unknown_carrier");
  CHECK(verdict("123456", "DHL") == "weak unusual");
  CHECK(verdict("GS295117494011169041", "DHL") == "weak unusual");
}

TEST_CASE("track: a number of another carrier is told apart", "[carriers]") {
  const auto ups = check("1Z5R89390357567127", "DHL");
  CHECK(ups.doubt == Doubt::unusual);
  CHECK(ups.belongs_to == "UPS");
  CHECK(ups.note == "This is a number of UPS, sent with DHL.");
  const auto foreign = check("RB473124829KZ", "BelPost");
  CHECK(foreign.strength == Strength::strong);
  CHECK(foreign.belongs_to == "KazPost");
  CHECK(check("RB473124829FR", "BelPost").belongs_to == "the post of FR");
  CHECK(verdict("1Z5R89390357567127", "") == "strong");
  CHECK(verdict("RB473124829FR", "La Poste") == "strong");
}

TEST_CASE("track: a table without carriers knows S10", "[carriers]") {
  const Table empty;
  CHECK(check_track(empty, "RR473124829BY", "BelPost").strength == Strength::strong);
  CHECK(check_track(empty, "RR473124828BY", "BelPost").doubt == Doubt::mistyped);
  CHECK(check_track(empty, "1Z5R89390357567127", "UPS").doubt == Doubt::unknown_carrier);
}

TEST_CASE("track: typed numbers are cleaned", "[carriers]") {
  CHECK(normalise_track(" rb 473 124 829-us ") == "RB473124829US");
  CHECK(normalise_track("rb473124829us\xE2\x80\x8B") == "RB473124829US");  // zero-width space
  CHECK(normalise_track("СР 473124829 КМ") == "CP473124829KM");            // Cyrillic letters
  CHECK(normalise_track("ВУ") == "BY");
  CHECK(normalise_track("1Z/999") == "1Z?999");
}

TEST_CASE("track: what is no number at all", "[carriers]") {
  for (const std::string& number : {std::string(), std::string("12345"), std::string("ABCDEFGH"),
                                    std::string("1Z?999999"), std::string(41, '1')}) {
    INFO(number);
    CHECK(verdict(number, "DHL") == "unusable");
  }
}
