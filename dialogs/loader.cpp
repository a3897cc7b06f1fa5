#include "dialogs/loader.hpp"

#include <algorithm>
#include <functional>

#include "dialogs/checker/flow_checks.hpp"
#include "dialogs/checker/flow_reader.hpp"
#include "dialogs/checker/repair_reader.hpp"
#include "dialogs/checker/slot_checks.hpp"
#include "dialogs/checker/text_checks.hpp"
#include "dialogs/checker/text_library.hpp"

namespace dialogs {
namespace {

// "return_status" of "config/flows/return_status.yaml": files are called as their flows.
std::string flow_named_by(const std::string& file) {
  const std::string name = file.substr(file.rfind('/') + 1);
  return name.substr(0, name.find('.'));
}

// Callees before their callers, so that what a call gives is typed when it is read.
std::vector<std::size_t> callees_first(const std::vector<Draft>& drafts) {
  std::vector<std::size_t> order;
  std::vector<bool> was_seen(drafts.size(), false);
  const std::function<void(std::size_t)> visit = [&](std::size_t at) {
    if (was_seen[at]) return;
    was_seen[at] = true;
    for (const Step& step : drafts[at].flow.steps) {
      const auto* call = step.as<CallStep>();
      if (call != nullptr && call->flow != kNoFlow) visit(call->flow);
    }
    order.push_back(at);
  };
  for (std::size_t at = 0; at < drafts.size(); ++at) visit(at);
  return order;
}

std::vector<StartButton> greeting_buttons(const RepairSettings& repair,
                                          const std::vector<Draft>& drafts, base::Faults& faults) {
  std::vector<StartButton> buttons;
  std::vector<std::string> names;
  for (const Draft& draft : drafts) {
    if (!draft.flow.starts.button.empty()) names.push_back(draft.flow.starts.button);
  }
  for (const std::string& name : repair.greeting_buttons) {
    StartButton button{name, kNoFlow};
    for (std::size_t at = 0; at < drafts.size(); ++at) {
      if (drafts[at].flow.starts.button == name) button.flow = static_cast<FlowIndex>(at);
    }
    if (button.flow == kNoFlow) {
      faults.error(repair.greeting_where, "the greeting names the unknown button '" + name + "'",
                   base::suggest_any(name, names));
    }
    buttons.push_back(std::move(button));
  }
  return buttons;
}

// Articles in every language lead to the same; the caller has checked the names of buttons.
std::vector<Article> articles_of(const std::vector<ArticleText>& texts,
                                 const std::vector<Flow>& flows) {
  constexpr std::string_view kPrefix = "info.";
  std::vector<Article> articles;
  for (const ArticleText& text : texts) {
    Article article{
        text.key.substr(std::min(kPrefix.size(), text.key.size())), {}, text.offers_person};
    for (const Flow& flow : flows) {
      if (!text.start.empty() && flow.starts.button == text.start) article.start = flow.name;
    }
    articles.push_back(std::move(article));
  }
  const auto is_before = [](const Article& a, const Article& b) { return a.name < b.name; };
  std::stable_sort(articles.begin(), articles.end(), is_before);
  const auto is_same = [](const Article& a, const Article& b) { return a.name == b.name; };
  articles.erase(std::unique(articles.begin(), articles.end(), is_same), articles.end());
  return articles;
}

// A flow that customers start has nobody who gives it anything.
void check_inputs(const Draft& draft, base::Faults& faults) {
  const Starts& starts = draft.flow.starts;
  if (starts.button.empty() && starts.phrases.empty() && starts.intents.empty()) return;
  for (const auto& [name, type] : draft.flow.given) {
    if (type.may_be_missing) continue;
    faults.error(draft.where, "customers can start the flow, but '" + name + "' must be given",
                 "let its type end in `?` and ask for it when it is missing");
  }
}

}  // namespace

Loaded load(const Sources& sources) {
  Loaded loaded;
  base::Faults& faults = loaded.faults;
  auto program = std::make_shared<Program>();
  program->contracts = load_contracts(sources.contracts, faults);
  program->carriers = carriers::Table::load(sources.carriers.text, sources.carriers.name, faults);
  program->repair = read_repair(sources.repair, faults);
  TextLibrary library(faults);
  for (const SourceFile& file : sources.texts) library.add(file);
  for (const ArticleText& article : sources.articles) {
    library.add_article(article.key, article.language, article.text, article.where);
  }
  program->default_language = library.default_language();

  Workspace workspace{program->contracts, program->repair, library, faults};
  std::vector<Draft> drafts;
  for (const SourceFile& file : sources.flows) {
    if (auto draft = read_flow(file, workspace)) {
      drafts.push_back(std::move(*draft));
    } else {
      library.leave_out(flow_named_by(file.name));
    }
  }
  for (Draft& draft : drafts) resolve_names(draft, drafts, workspace);
  check_flows_together(drafts, workspace);
  check_shared_names(drafts, workspace);
  mark_sensitive(drafts);
  const PolicyFigures figures(sources.policy);
  TextChecks texts(figures, library.policy_words(), faults);
  for (const std::size_t at : callees_first(drafts)) {
    check_inputs(drafts[at], faults);
    SlotChecks(drafts[at], drafts, workspace, sources.policy_type, texts).run();
    check_shape(drafts[at], workspace);
  }
  program->greeting_buttons = greeting_buttons(program->repair, drafts, faults);
  program->texts = library.finish();
  SpokenNames spoken;
  for (const SpokenText& text : sources.spoken) spoken.emplace_back(text.key, text.names);
  SpokenNames if_there;
  for (const SpokenText& text : sources.spoken_if_there)
    if_there.emplace_back(text.key, text.names);
  const std::string file = sources.texts.empty() ? "texts" : sources.texts.front().name;
  check_shared_texts(program->texts,
                     {file, spoken, if_there, sources.is_spoken_complete, program->repair},
                     sources.policy_type, texts, faults);
  for (Draft& draft : drafts) program->flows.push_back(std::move(draft.flow));
  program->articles = articles_of(sources.articles, program->flows);
  faults.sort();
  if (!faults.has_errors()) loaded.program = std::move(program);
  return loaded;
}

}  // namespace dialogs
