// Files that customers sent and papers that the server draws, as answers: shown in a page of their
// own or downloaded, and nothing in them runs. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bot/net/http.hpp"
#include "storage/blobs.hpp"
#include "storage/commit.hpp"

namespace bot {

// `name`: what it is saved as; `cache`: the value of Cache-Control.
HttpResponse file_response(std::string_view type, std::string_view name, std::string_view cache,
                           std::variant<std::string, HttpFile> body);

// The bytes of an upload; nothing when they are not there.
std::optional<HttpResponse> upload_response(storage::Blobs& blobs, const storage::UploadRow& upload,
                                            std::string_view cache);

}  // namespace bot
