// A flow as a picture: its steps, the ways between them, and how it ends. Any thread; no state.
#pragma once

#include "bot/pictures/picture.hpp"
#include "dialogs/flow.hpp"

namespace bot {

// Texts in the default language. Steps that no path reaches are left out; a sound flow has none.
Picture picture_of(const dialogs::Flow& flow);

}  // namespace bot
