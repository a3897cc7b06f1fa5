#include "bot/http/widget.hpp"

#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "bot/http/api_parts.hpp"

#ifdef BOOMERANG_WIDGET
// The assembler copies the file: nothing of it goes through the compiler.
asm(R"(
  .section .rodata
  .balign 16
boomerang_widget_begin:
  .incbin ")" BOOMERANG_WIDGET R"("
boomerang_widget_end:
  .byte 0
  .text
)");
extern const char boomerang_widget_begin[];
extern const char boomerang_widget_end[];
#endif

namespace bot {
namespace {

std::string_view script() {
#ifdef BOOMERANG_WIDGET
  return {boomerang_widget_begin,
          static_cast<std::size_t>(boomerang_widget_end - boomerang_widget_begin)};
#else
  return {};
#endif
}

}  // namespace

HttpResponse widget_response(const HttpRequest& request) {
  static const std::string tag = '"' + base::sha256_hex(script()).substr(0, 32) + '"';
  if (script().empty()) {
    return error_response({base::Code::not_found, "not_found",
                           "this program was built without the widget (./dev setup, ./dev build)",
                           ""});
  }
  const bool is_known = request.header("If-None-Match") == std::string_view(tag);
  auto response = text_response(is_known ? 304 : 200, "text/javascript; charset=utf-8",
                                is_known ? std::string() : std::string(script()));
  response.headers.push_back({"ETag", tag});
  response.headers.push_back({"Cache-Control", "public, max-age=300"});
  response.headers.push_back({"Cross-Origin-Resource-Policy", "cross-origin"});
  return response;
}

}  // namespace bot
