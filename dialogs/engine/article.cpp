#include "dialogs/engine/article.hpp"

namespace dialogs {

void say_article(Turn& turn, std::string_view name) {
  const std::string key = "info." + std::string(name);
  turn.say(key, {{"policy", turn.context.policy}, {"customer", turn.context.customer}});
  turn.is_detour = true;
}

}  // namespace dialogs
