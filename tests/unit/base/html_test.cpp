#include "base/html.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using base::escape_html;

TEST_CASE("html: what means something to HTML becomes an entity, the rest stays", "[base]") {
  CHECK(escape_html("").empty());
  CHECK(escape_html("Ünïcode, 5 €, it's") == "Ünïcode, 5 €, it's");
  CHECK(escape_html(R"(<img src="x" onerror=alert(1)>&amp;)") ==
        "&lt;img src=&quot;x&quot; onerror=alert(1)&gt;&amp;amp;");
}

TEST_CASE("html: no tag and no quote survives", "[base]") {
  CHECK(rc::check("escaped text has no sign of markup", [](const std::string& text) {
    RC_ASSERT(escape_html(text).find_first_of("<>\"") == std::string::npos);
  }));
}
