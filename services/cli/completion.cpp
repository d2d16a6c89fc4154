// SPDX-License-Identifier: MIT
#include "services/cli/completion.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <vector>

namespace rapport::cli {
namespace {

struct Word {
    std::vector<std::string> names;  ///< `-o`, `--output`; empty of what is given by its place
    std::string what;
    std::string type;  ///< empty of a flag; `a|b` for a choice
    bool repeats = false;
};

/// A verb by its path, `events verify`, and what may follow it.
struct Verb {
    std::string path;
    std::vector<std::pair<std::string, std::string>> parts;  ///< verbs below it, and what they are for
    std::vector<Word> options, places;
};

Word word_of(const CLI::Option& option) {
    Word word{.what = option.get_description(), .repeats = option.get_items_expected_max() > 1};
    for (const auto& name : option.get_snames()) word.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) word.names.push_back("--" + name);
    if (option.get_items_expected_max() > 0)
        word.type = option.get_type_name().empty() ? "TEXT" : option.get_type_name();
    if (word.names.empty()) word.type = option.get_name(true);
    return word;
}

void collect(const CLI::App& app, const std::string& path, std::vector<Verb>& verbs) {
    Verb verb{.path = path};
    for (const auto* const part : app.get_subcommands(std::function<bool(const CLI::App*)>()))
        verb.parts.emplace_back(part->get_name(), part->get_description());
    for (const auto* const option : app.get_options()) {
        Word word = word_of(*option);
        (word.names.empty() ? verb.places : verb.options).push_back(std::move(word));
    }
    verbs.push_back(std::move(verb));
    for (const auto* const part : app.get_subcommands(std::function<bool(const CLI::App*)>()))
        collect(*part, path.empty() ? part->get_name() : path + " " + part->get_name(), verbs);
}

std::vector<Verb> verbs_of(const CLI::App& app) {
    std::vector<Verb> verbs;
    collect(app, "", verbs);
    return verbs;
}

bool is_choice(const Word& word) { return word.type.find('|') != word.type.npos; }

std::string choices(const Word& word) {
    std::string out = word.type;
    std::ranges::replace(out, '|', ' ');
    return out;
}

/// What bash's compgen is told for the value of an option; empty where anything may stand.
std::string bash_values(const Word& word) {
    if (is_choice(word)) return fmt::format("-W '{}'", choices(word));
    if (word.type == "DIR") return "-d";
    if (word.type == "FILE") return "-f";
    return {};
}

std::string bash_cases(const Verb& verb) {
    std::string out;
    for (const Word& word : verb.options) {
        if (word.type.empty()) continue;
        std::string pattern;
        for (const auto& name : word.names)
            pattern += fmt::format("{}'{}:{}'", pattern.empty() ? "" : " | ", verb.path, name);
        const auto values = bash_values(word);
        if (values.empty()) out += fmt::format("        {}) return ;;\n", pattern);
        else
            out += fmt::format("        {}) mapfile -t COMPREPLY < <(compgen {} -- \"$word\"); return ;;\n", pattern,
                               values);
    }
    return out;
}

std::string bash_words(const Verb& verb) {
    std::string words;
    for (const auto& [name, what] : verb.parts) words += name + " ";
    for (const Word& word : verb.options)
        for (const auto& name : word.names) words += name + " ";
    for (const Word& word : verb.places)
        if (word.type == "SERVICE") words += "$(rapport_services) ";
    return fmt::format("        '{}') words=\"{}\" ;;\n", verb.path, words);
}

/// In zsh's _arguments a colon and a bracket part things, a quote ends the word.
std::string zsh_text(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
            continue;
        }
        if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

std::string zsh_values(const Word& word) {
    if (is_choice(word)) return fmt::format("({})", choices(word));
    if (word.type == "DIR") return "_files -/";
    if (word.type == "FILE") return "_files";
    if (word.type == "SERVICE") return "_rapport_services";
    return " ";
}

std::string zsh_option(const Word& word) {
    std::string out;
    for (const auto& name : word.names) {
        out += fmt::format(" \\\n        '{}{}[{}]", word.repeats ? "*" : "", name, zsh_text(word.what));
        if (!word.type.empty()) out += fmt::format(":{}:{}", zsh_text(word.type), zsh_values(word));
        out += "'";
    }
    return out;
}

std::string zsh_verb(const Verb& verb) {
    std::string out = fmt::format("    '{}') _arguments -s", verb.path);
    for (const Word& word : verb.options) out += zsh_option(word);
    if (!verb.parts.empty()) {
        std::string parts;
        for (const auto& [name, what] : verb.parts) parts += fmt::format("{}\\:\"{}\" ", name, zsh_text(what));
        out += fmt::format(" \\\n        '1:verb:(({}))'", parts);
    } else {
        for (const Word& word : verb.places)
            out +=
                fmt::format(" \\\n        '{}:{}:{}'", word.repeats ? "*" : "", zsh_text(word.type), zsh_values(word));
    }
    return out + " ;;\n";
}

std::string paths_of(const std::vector<Verb>& verbs) {
    std::string out;
    for (const Verb& verb : verbs)
        if (!verb.path.empty()) out += fmt::format("{}'{}'", out.empty() ? "" : " | ", verb.path);
    return out;
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
    const auto verbs = verbs_of(app);
    std::string cases, words;
    for (const Verb& verb : verbs) {
        cases += bash_cases(verb);
        words += bash_words(verb);
    }
    return fmt::format(R"script(# bash completion of {0}: eval "$({0} completion bash)"
rapport_services() {{ {0} ls -o jsonl 2>/dev/null | sed -n 's/^{{"name":"\([^"]*\)".*/\1/p'; }}
_rapport() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} path='' words='' i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${{path:+$path }}${{COMP_WORDS[i]}}" in
        {1}) path="${{path:+$path }}${{COMP_WORDS[i]}}" ;;
        esac
    done
    case "$path:$before" in
{2}    esac
    case "$path" in
{3}    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}}
complete -o default -F _rapport {0}
)script",
                       app.get_name(), paths_of(verbs), cases, words);
}

std::string zsh_completion(const CLI::App& app) {
    const auto verbs = verbs_of(app);
    std::string cases;
    for (const Verb& verb : verbs) cases += zsh_verb(verb);
    return fmt::format(R"script(#compdef {0}
# zsh completion of {0}: source <({0} completion zsh)
_rapport_services() {{ compadd -- $({0} ls -o jsonl 2>/dev/null | sed -n 's/^{{"name":"\([^"]*\)".*/\1/p'); }}
_rapport() {{
    local verb='' i depth=0
    for ((i = 2; i < CURRENT; i++)); do
        case "${{verb:+$verb }}${{words[i]}}" in
        {1}) verb="${{verb:+$verb }}${{words[i]}}"; ((depth = i - 1)) ;;
        esac
    done
    ((depth)) && {{ shift $depth words; ((CURRENT -= depth)); }}
    case "$verb" in
{2}    esac
}}
compdef _rapport {0}
)script",
                       app.get_name(), paths_of(verbs), cases);
}

void add_completion(CLI::App& app, Action& action) {
    auto* const verb =
        app.add_subcommand("completion", "Prints a script that completes this program's words in a shell.");
    const auto shell = std::make_shared<std::string>();
    verb->add_option("SHELL", *shell, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh"}).description(""));
    verb->footer(
        "In ~/.bashrc: eval \"$(rapport completion bash)\"\nIn ~/.zshrc, after compinit: source <(rapport completion "
        "zsh)");
    verb->callback([&app, shell, &action] {
        action = [&app, shell] {
            const auto script = *shell == "bash" ? bash_completion(app) : zsh_completion(app);
            std::cout << script;
            return Exit::ok;
        };
    });
}

}  // namespace rapport::cli
