// Text of customers made fit to be stored. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialogs/event.hpp"

namespace dialogs {

// What is stored must survive the journal: valid UTF-8, no control characters but white space. Text
// that is no UTF-8 becomes empty.
std::string clean(std::string_view text);
std::vector<Attachment> clean(const std::vector<Attachment>& attachments);

}  // namespace dialogs
