// Every type of question: answered, answered wrongly, changed in the review.
#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

namespace {

constexpr const char* kWrongAnswers = R"(
> form
form.note: Note? [No note]
> a
form.note: too_short 2/Note? [No note]
> none of your business, really
form.note: too_long 20/Note?/text [No note]
* No note
form.count: Count?
> many
form.count: not_a_number/Count?
> 3
form.paid: Paid?
> $5
form.paid: other_currency EUR/Paid?
> 0.005
form.paid: too_precise/Paid?/money
> 5
form.day: Day?
> soon
form.day: not_a_date/Day?
> tomorrow
form.day: Not in the future./Day?/date
> 30.02.2026
form.day: no_such_date/Day?/buttons [back | cancel | human]
> today
form.way: Way? [By mail | By courier]
> by plane
form.way: not_an_option/Way? [By mail | By courier]
> by
form.way: not_an_option/Way?/choice [By mail | By courier]
> 2
form.sure: Sure? [Yes | No]
> perhaps
form.sure: not_yes_or_no/Sure? [Yes | No]
> no
form.phone: Phone?
> 12
form.phone: not_a_phone/Phone?
> 88004445555
form.address: E-mail?
> anna
form.address: not_an_email/E-mail?
> anna@example.org
form.account: Account?
> DE00
form.account: not_an_iban/Account?
> DE89 3704 0044 0532 0130 01
form.account: iban_check/Account?/iban
> GB29 NWBK 6016 1331 9268 19
form.track: Track?
> track
form.track: not_a_track/Track?
> RR473124820BY
form.track: I cannot check RR473124820BY./Track?/tracking_number [It is right]
> 1Z999AA10123456784
form.track: I cannot check 1Z999AA10123456784./Track?/buttons [It is right | back | cancel | human]
* It is right
form.order: Order? [Order 1042 | Order 1057]
> 9
form.order: not_an_option/Order? [Order 1042 | Order 1057]
> 1
form.lines: Lines? [kettle | lamp]
> teapot
form.lines: not_an_option/Lines? [kettle | lamp]
> all
form.proof: Proof?
> here
form.proof: no_files/Proof?
+ u1 as png
form.proof: file_type JPEG, PDF/Proof?/files
+ u1
form.proof: too_few_files 2/Proof?
+ u1
form.proof: too_few_files 2/Proof?
+ u2
form.check_all: Right? [Right | cancel]
  note = none
  count = 3
  paid = €5.00
  day = Friday 27 November 2026
  way = By courier
  sure = No
  phone = 88004445555
  address = anna@example.org
  account = hidden
  track = 1Z999AA10123456784
  order = Order 1042
  lines = kettle, lamp
  proof = files 2
)";

}  // namespace

TEST_CASE("question types: right answers, as people write them", "[dialogs]") {
  Chat chat(program_of({kFormFlow}));
  const std::string expected = R"(
> form
form.note: Note? [No note]
> all good
form.count: Count?
> two
form.paid: Paid?
> 12,50 euros
form.day: Day?
> yesterday
form.way: Way? [By mail | By courier]
> courier
form.sure: Sure? [Yes | No]
> yep
form.phone: Phone?
> +375 29 123-45-67
form.address: E-mail?
> Anna@Example.org
form.account: Account?
> DE89 3704 0044 0532 0130 00
form.track: Track?
> rr473124829by
form.order: Order? [Order 1042 | Order 1057]
> 1057
form.lines: Lines? [boots]
> boots
form.proof: Proof?
+ u1
form.proof: too_few_files 2/Proof?
+ u2
form.check_all: Right? [Right | cancel]
  note = all good
  count = 2
  paid = €12.50
  day = Thursday 26 November 2026
  way = By courier
  sure = Yes
  phone = +375291234567
  address = Anna@example.org
  account = hidden
  track = RR473124829BY
  order = Order 1057
  lines = boots
  proof = files 2
* Right
form.say: Thanks.
-> finished form done
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("question types: wrong answers say why and lose nothing", "[dialogs]") {
  Chat chat(program_of({kFormFlow}));
  CHECK(replay(chat, kWrongAnswers) == kWrongAnswers);
}

TEST_CASE("question types: a weak track number is confirmed with a word", "[dialogs]") {
  Chat chat(program_of({kFormFlow}));
  replay(chat, R"(
> form
form.note: Note? [No note]
> skip
form.count: Count?
> 1
form.paid: Paid?
> 1
form.day: Day?
> today
form.way: Way? [By mail | By courier]
> mail
form.sure: Sure? [Yes | No]
> yes
form.phone: Phone?
> 88004445555
form.address: E-mail?
> a@b.org
form.account: Account?
> DE89370400440532013000
form.track: Track?
)");
  const std::string expected = R"(
> 1Z999AA10123456784
form.track: I cannot check 1Z999AA10123456784./Track? [It is right]
> 1Z999AA10123456785
form.track: I cannot check 1Z999AA10123456785./Track?/tracking_number [It is right]
> yes
form.order: Order? [Order 1042 | Order 1057]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("track") == R"({"number":"1Z999AA10123456785","match":"weak","confirmed":true,)"
                                R"("doubt":"unknown_carrier"})");
}

TEST_CASE("question types: clients learn what is expected", "[dialogs]") {
  Chat chat(program_of({kFormFlow}));
  std::string seen;
  for (const char* answer : {"form", "skip", "1", "1", "today", "mail", "yes", "88004445555",
                             "a@b.org", "DE89370400440532013000", "RR473124829BY", "1042", "all"}) {
    chat.write(answer);
    REQUIRE(chat.expects.has_value());
    seen += chat.expects->kind + " " + base::to_json(chat.expects->limits) + "\n";
  }
  CHECK(seen == R"(text {"length_min":2,"length_max":20,"optional":true}
number {}
money {"currency":"EUR"}
date {}
choice {}
yes_no {}
phone {}
email {}
iban {}
track {}
choice {}
choices {"count_min":1,"count_max":2,"options":2}
files {"types":["jpeg","pdf"],"count_min":2,"count_max":3,"each_bytes":1048576}
)");
}
