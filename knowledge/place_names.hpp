// Compares names of places however they are spelt: in Cyrillic or Latin letters, in any case of a
// Russian noun, transliterated one way or another (Krondshtadt, Kronstadt, в Кронштадте), with a
// slip of the pen. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace knowledge {

// The words of a name, each as the sound it stands for without its ending: "Ол'гино" and "Olgino"
// give {"olgin"}.
std::vector<std::string> place_key(std::string_view text);

// Whether two words of keys mean the same: equal, or one edit apart when both are long.
bool is_same_sound(std::string_view one, std::string_view other);

}  // namespace knowledge
