// Uploaded files as an answer. Any thread.
#pragma once

#include <span>
#include <string_view>

#include "base/value.hpp"
#include "dialogs/event.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// A list of records {upload, name, type, bytes}: `before` (gathered so far) and what came now,
// without an upload twice. Reasons: file_type, file_too_large, too_many_files, too_few_files (fewer
// than the question needs: keep what is there and ask for more), no_files.
Parsed parse_files(std::span<const Attachment> attachments, const base::Value::List& before,
                   const Accept& accept);

}  // namespace dialogs
