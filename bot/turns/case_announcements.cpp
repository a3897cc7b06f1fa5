#include "bot/turns/case_announcements.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "bot/outbox/lanes.hpp"
#include "bot/outbox/mail.hpp"
#include "bot/outbox/webhook.hpp"
#include "bot/turns/notice_scope.hpp"

namespace bot {
namespace {

// To whom, and how it is written.
struct Reader {
  std::string email;
  std::string locale;
  std::string zone;
};

// What the shop's token said last wins over what the shop's directory says.
std::optional<Reader> reader_of(const Turn& turn, const World& world,
                                const workflow::Case& subject) {
  const auto known = world.shop.find_customer(subject.customer);
  const auto contact = world.store.contact(subject.customer);
  Reader reader;
  reader.locale = world.profile.settings.default_locale;
  if (known) reader = {known->email, known->locale, known->time_zone};
  if (contact) reader.email = contact->email;
  if (turn.conversation != nullptr) {
    reader.locale = turn.conversation->locale;
    reader.zone = turn.conversation->time_zone;
  }
  if (!is_mail_address(reader.email)) return std::nullopt;
  return reader;
}

}  // namespace

void announce(Turn& turn, const Settings& settings, const Announcement& what) {
  const workflow::Case& after = what.transition.after;
  std::string body;
  for (const auto& endpoint : settings.webhooks) {
    const auto& types = endpoint.types;
    const bool is_meant =
        types.empty() || std::find(types.begin(), types.end(), after.type) != types.end();
    if (!is_meant) continue;
    if (body.empty()) body = webhook_body(what.transition, what.actor, what.due, turn.now);
    const std::string lane = lane_of_endpoint(endpoint.name);
    turn.commit->outbox.push_back(
        {lane + ":" + webhook_id(after), "webhook", after.id, body, turn.now, lane});
  }
}

void mail_notices(Turn& turn, const World& world, dialogs::Formatters& formatters,
                  const workflow::Transition& transition) {
  const workflow::Case& after = transition.after;
  if (world.profile.settings.mail.server.host.empty() || transition.notices.empty()) return;
  const auto reader = reader_of(turn, world, after);
  if (!reader) return;
  const auto& texts = world.profile.program->texts;
  std::string body;
  for (const auto& notice : transition.notices) {
    const std::string& zone = notice.zone.empty() ? reader->zone : notice.zone;
    const auto& formatter = formatters.get(reader->locale, zone);
    const NoticeScope scope(notice.values, turn.now, formatter.local_date(turn.now));
    if (!body.empty()) body += "\n\n";
    body += texts.render(notice.text, reader->locale, scope, formatter);
  }
  const auto& formatter = formatters.get(reader->locale, reader->zone);
  const base::Record number{{"number", after.number}};
  const NoticeScope scope(number, turn.now, formatter.local_date(turn.now));
  body += "\n\n" + texts.render(kMailClosingText, reader->locale, scope, formatter);
  const MailText text{reader->email, reader->locale,
                      texts.render(kMailSubjectText, reader->locale, scope, formatter), body};
  const std::string lane(kMailLane);
  turn.commit->outbox.push_back({lane + ":" + after.id + ":" + std::to_string(after.version),
                                 "mail", after.id, mail_payload(text), turn.now, lane});
}

}  // namespace bot
