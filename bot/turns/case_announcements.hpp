// What a transition of a case sends out of the house, as outbox rows of the same commit: a webhook
// to each endpoint of the settings, and e-mails with the notices to a customer whose address is
// known. Loop thread only.
#pragma once

#include <optional>

#include "bot/settings.hpp"
#include "bot/turns/turn.hpp"
#include "bot/turns/world.hpp"
#include "dialogs/texts.hpp"
#include "workflow/decide.hpp"

namespace bot {

// Texts of e-mails that no flow and no case owns; each may name {number}.
inline constexpr const char* kMailSubjectText = "mail.subject";
inline constexpr const char* kMailClosingText = "mail.closing";

struct Announcement {
  const workflow::Transition& transition;
  workflow::Actor actor;
  std::optional<base::Instant> due;
};

void announce(Turn& turn, const Settings& settings, const Announcement& what);

// In the language of the conversation, or of the customer when there is none.
void mail_notices(Turn& turn, const World& world, dialogs::Formatters& formatters,
                  const workflow::Transition& transition);

}  // namespace bot
