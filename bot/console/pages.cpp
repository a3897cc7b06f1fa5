#include "bot/console/pages.hpp"

#include <array>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "bot/access/authorize.hpp"
#include "bot/http/api_parts.hpp"

#ifdef BOOMERANG_CONSOLE
// The assembler copies the files: nothing of them goes through the compiler.
#define BOOMERANG_EMBED(name, file)           \
  asm(".section .rodata\n.balign 16\n"        \
      "boomerang_console_" name               \
      "_begin:\n"                             \
      ".incbin \"" BOOMERANG_CONSOLE "/" file \
      "\"\n"                                  \
      "boomerang_console_" name "_end:\n.byte 0\n.text\n");
BOOMERANG_EMBED("page", "index.html")
BOOMERANG_EMBED("script", "console.js")
BOOMERANG_EMBED("style", "console.css")
extern const char boomerang_console_page_begin[], boomerang_console_page_end[];
extern const char boomerang_console_script_begin[], boomerang_console_script_end[];
extern const char boomerang_console_style_begin[], boomerang_console_style_end[];
#endif

namespace bot {
namespace {

struct Page {
  std::string_view name;
  std::string_view type;
  std::string_view text;
  std::string tag = '"' + base::sha256_hex(text).substr(0, 32) + '"';
};

#ifdef BOOMERANG_CONSOLE
std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}
#endif

const std::array<Page, 3>& pages() {
#ifdef BOOMERANG_CONSOLE
  static const std::array<Page, 3> kPages = {
      Page{"", "text/html; charset=utf-8",
           between(boomerang_console_page_begin, boomerang_console_page_end)},
      Page{"console.js", "text/javascript; charset=utf-8",
           between(boomerang_console_script_begin, boomerang_console_script_end)},
      Page{"console.css", "text/css; charset=utf-8",
           between(boomerang_console_style_begin, boomerang_console_style_end)}};
#else
  static const std::array<Page, 3> kPages = {};
#endif
  return kPages;
}

// Nothing but the server's own files and addresses; no script or style inside the page. The icons
// of the components are data that they fetch.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

}  // namespace

HttpResponse console_page(const HttpRequest& request, std::string_view rest) {
  if (rest.empty()) {
    HttpResponse moved;
    moved.status = 302;
    moved.headers = {{"Location", "/console/"}};
    return moved;
  }
  const auto name = rest.substr(1);
  const bool is_file = name.find('.') != std::string_view::npos;
  for (const Page& page : pages()) {
    if (page.text.empty()) break;
    if (is_file ? page.name != name : !page.name.empty()) continue;
    const bool is_known = request.header("If-None-Match") == std::string_view(page.tag);
    auto response = text_response(is_known ? 304 : 200, page.type,
                                  is_known ? std::string() : std::string(page.text));
    response.headers.push_back({"ETag", page.tag});
    response.headers.push_back({"Cache-Control", "no-cache"});
    response.headers.push_back({"Content-Security-Policy", std::string(kPolicy)});
    response.headers.push_back({"Referrer-Policy", "no-referrer"});
    response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
    return response;
  }
  return error_response(not_found());
}

}  // namespace bot
