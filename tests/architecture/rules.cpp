// SPDX-License-Identifier: MIT
#include "tests/architecture/rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>
#include <set>
#include <string_view>

namespace rapport::architecture {
namespace {

/// Who may include what of the project. `$1` is what the area's first group matched: the component itself; `$2` its
/// room.
struct Area {
    const char* files;
    const char* may_include;
    const char* in_words;
};

/// The first row that matches a file counts.
constexpr std::array areas{
    Area{"bus/base/.*", "bus/base/.*", "bus/base may include nothing but bus/base"},
    Area{"bus/.*", "bus/.*", "bus may include nothing but bus"},
    Area{"sdk/.*", "sdk/.*|rapport/.*", "sdk may include nothing but sdk"},
    Area{"plugins/([^/]+)/.*_test\\.cpp", "plugins/$1/.*|sdk/host/.*",
         "a plugin's test may include the plugin and the host that runs it"},
    Area{"plugins/([^/]+)/.*", "plugins/$1/.*|rapport/(plugin|statistics|http)\\.hp*",
         "a plugin may include <rapport/plugin.hpp>, <rapport/statistics.hpp>, <rapport/http.hpp> and its own folder"},
    Area{"services/(kit)/.*", "services/kit/.*|bus/.*|sdk/.*|rapport/.*",
         "services/kit may include no concrete service"},
    Area{"services/(gateway)/.*(?:_test\\.cpp|testing/.*)", "services/(gateway|kit)/.*|bus/.*|sdk/.*|rapport/.*",
         "the gateway may include no other service's header"},
    Area{"services/(gateway)/http/.*", "services/gateway/http/.*|services/kit/.*|bus/.*",
         "the gateway's http may include no other room of it"},
    Area{"services/(gateway)/(methods|events)/.*", "services/gateway/(($2|http)/.*|words\\.hpp)|services/kit/.*|bus/.*",
         "the gateway's methods and events may include http alone, of its rooms"},
    Area{"services/(gateway)/pages/.*", "services/gateway/(pages|methods|http)/.*|services/kit/.*|bus/.*",
         "the gateway's pages may include methods and http alone, of its rooms"},
    Area{"services/(gateway)/accounts/.*",
         "services/gateway/((accounts|methods|http)/.*|schema\\.hpp)|services/kit/.*|bus/.*",
         "accounts may include methods and http alone, of the gateway's rooms"},
    Area{"services/(gateway)/.*", "services/(gateway|kit)/.*|bus/.*|sdk/.*|rapport/.*",
         "the gateway may include no other service's header"},
    Area{"services/([^/]+)/(?:rules|clocks|reports|store|cases|desks)/.*(?:_test\\.cpp|testing\\.hpp)",
         "services/($1|kit)/.*|services/([^/]+/)+api\\.hpp|bus/.*|sdk/.*|rapport/.*",
         "of another service only its api.hpp may be included"},
    Area{"services/([^/]+)/(rules|clocks|reports)/.*",
         "services/$1/((rules|clocks|reports)/.*|api/.*|api\\.hpp)|services/([^/]+/)+api\\.hpp|services/kit/"
         "((calendar|csv|language|text)/.*|entities/moves\\.hpp|method\\.hpp)|bus/base/.*",
         "rules (clocks and reports too) are pure: they may include themselves, api, bus/base, and of the kit what "
         "knows no "
         "store"},
    Area{"services/([^/]+)/store/.*",
         "services/$1/((store|rules|clocks|reports)/.*|api/.*|api\\.hpp|schema\\.hpp)|services/([^/]+/"
         ")+api\\.hpp|services/kit/"
         ".*|bus/.*",
         "the store may include no desk and no case"},
    Area{"services/([^/]+)/cases/.*",
         "services/$1/(?!desk).*|services/([^/]+/)+api\\.hpp|services/kit/.*|bus/.*|sdk/.*|rapport/.*",
         "a case may include no desk"},
    Area{"services/([^/]+)/.*", "services/($1|kit)/.*|services/([^/]+/)+api\\.hpp|bus/.*|sdk/.*|rapport/.*",
         "of another service only its api.hpp may be included"},
    Area{"tests/.*", ".*", ""},
};

/// `$1` and `$2` replaced by what the area's groups matched.
std::string filled_in(std::string pattern, const std::smatch& match) {
    for (std::size_t group = 1; group < match.size(); ++group) {
        const std::string name = "$" + std::to_string(group);
        for (auto at = pattern.find(name); at != pattern.npos; at = pattern.find(name, at))
            pattern.replace(at, name.size(), match[group].str());
    }
    return pattern;
}

/// The include as a path from the root; empty when it leads out of the project. Found as the compiler does: beside the
/// including file, then from the root; `<rapport/…>` is what the SDK installs.
std::string resolved(const std::string& including, const std::string& include, const std::set<std::string>& known) {
    const auto beside = (std::filesystem::path(including).parent_path() / include).lexically_normal().generic_string();
    if (known.contains(beside)) return beside;
    static const std::regex ours("(bus|sdk|services|plugins|tests|compose|rapport)/.*");
    return std::regex_match(include, ours) ? include : std::string{};
}

void check_file(const File& file, const std::set<std::string>& known, std::vector<Finding>& findings) {
    for (const auto& area : areas) {
        std::smatch match;
        if (!std::regex_match(file.path, match, std::regex(area.files))) continue;
        const std::regex allowed(filled_in(area.may_include, match));
        for (const auto& include : file.includes) {
            const auto target = resolved(file.path, include.path, known);
            if (target.empty() || std::regex_match(target, allowed)) continue;
            findings.push_back({file.path, include.line, "includes " + target + ": " + area.in_words});
        }
        return;
    }
}

/// The folders that a file stands in, nearest last: `services/kit/x.cpp` stands in `services` and `services/kit`.
std::vector<std::string> folders_of(const std::string& path) {
    constexpr std::size_t levels = 2;
    std::vector<std::string> folders;
    for (auto at = path.find('/'); at != path.npos && folders.size() < levels; at = path.find('/', at + 1))
        folders.push_back(path.substr(0, at));
    return folders;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Finding& finding) {
    out << finding.path;
    if (finding.line != 0) out << ':' << finding.line;
    return out << ": " << finding.message;
}

std::vector<Finding> includes(const Tree& tree) {
    std::set<std::string> known;
    for (const auto& file : tree.files) known.insert(file.path);
    std::vector<Finding> findings;
    for (const auto& file : tree.files) check_file(file, known, findings);
    return findings;
}

std::vector<Finding> readmes(const Tree& tree) {
    std::set<std::string> due;
    std::set<std::string> described;
    for (const auto& file : tree.files) {
        if (file.source && !file.path.starts_with('.')) {
            for (auto& folder : folders_of(file.path)) due.insert(std::move(folder));
        }
        if (file.path.ends_with("/README.md") && file.heading.starts_with("# "))
            described.insert(file.path.substr(0, file.path.rfind('/')));
    }
    std::vector<Finding> findings;
    for (const auto& folder : due) {
        if (!described.contains(folder))
            findings.push_back({folder, 0, "has no README.md whose first line is `# name`"});
    }
    return findings;
}

std::vector<Finding> documentation(const Tree& tree) {
    std::vector<Finding> findings;
    for (const auto& file : tree.files)
        for (const auto& type : file.types)
            if (!type.documented)
                findings.push_back({file.path, type.line, "defines " + type.name + " for others without a `///`"});
    return findings;
}

std::vector<Finding> licences(const Tree& tree) {
    std::vector<Finding> findings;
    for (const auto& file : tree.files) {
        if (file.source && !file.licensed)
            findings.push_back({file.path, 1, "does not start with SPDX-License-Identifier: MIT"});
    }
    return findings;
}

std::vector<Finding> top_level(const Tree& tree) {
    static const std::set<std::string, std::less<>> belongs{
        "bus",       "sdk",          "services", "plugins", "compose", "tests", "CMakeLists.txt", "CMakePresets.json",
        "README.md", "CHANGELOG.md", "LICENSE",  "dev"};
    std::vector<Finding> findings;
    for (const auto& name : tree.top) {
        if (!name.starts_with('.') && !belongs.contains(name))
            findings.push_back({name, 0, "does not belong at the top level"});
    }
    return findings;
}

}  // namespace rapport::architecture
