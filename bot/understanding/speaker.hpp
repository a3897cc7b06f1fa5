// What is known about whoever writes, for reading their message: language, day and what they have
// bought. Owns the texts that a dialogs::Speaker looks at. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "bot/shop/shop_directory.hpp"
#include "dialogs/understanding/entities.hpp"

namespace bot {

class SpeakerOf {
 public:
  // `shop` may be null and `customer` empty (a guest): nothing is known of what they bought. A shop
  // that does not answer counts as one that knows nothing.
  SpeakerOf(const ShopDirectory* shop, std::string_view customer, std::string_view locale,
            base::Instant now);

  // Valid as long as this is.
  dialogs::Speaker speaker() const { return {locale_, today_, items_}; }

 private:
  std::string locale_;
  std::string today_;
  std::vector<dialogs::KnownItem> items_;
};

}  // namespace bot
