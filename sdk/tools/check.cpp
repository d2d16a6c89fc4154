// SPDX-License-Identifier: MIT
#include "sdk/tools/check.hpp"

#include <stdlib.h>

#include <algorithm>

#include "sdk/host/codec.hpp"
#include "sdk/host/settings.hpp"
#include "sdk/host/supervisor.hpp"
#include "sdk/tools/trial.hpp"

namespace rapport::sdk::tools {
namespace {

constexpr std::uint32_t instances = 1000;
constexpr std::size_t named_at_most = 3;

/// A private folder that goes with the check.
class Scratch {
public:
    Scratch() {
        std::string name = std::filesystem::temp_directory_path() / "rapport-check-XXXXXX";
        if (!::mkdtemp(name.data())) throw PluginError(PluginError::Kind::host, name + " cannot be made");
        path_ = name;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;  // what a plugin left there need not be ours to remove
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string text_of(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", number);
    return text;
}

std::string check_exports(const Subject& subject) {
    const auto exports = exports_of(subject.image);
    if (!exports) throw Skip("its section headers were stripped (sstrip), so what it exports cannot be told");
    std::vector<std::string> others;
    bool unique = false;
    for (const auto& each : *exports) {
        if (each.name == "rapport_plugin_entry") continue;
        others.push_back("'" + each.name + "'");
        unique = unique || each.unique;
    }
    if (others.empty()) return "rapport_plugin_entry alone";
    std::string named = others.front();
    for (std::size_t i = 1; i < std::min(others.size(), named_at_most); ++i) named += ", " + others[i];
    throw Fault("exports " + std::to_string(others.size()) + " symbols beside rapport_plugin_entry (" + named +
                (others.size() > named_at_most ? ", …" : "") + ")" +
                (unique ? ", some of which every plugin in a process would share" : "") +
                "; build it with rapport_add_plugin(), or with hidden visibility and a version script");
}

std::string check_note(const Subject& subject) {
    const auto& note = subject.image.note;
    return note.id + " " + note.version + ", ABI " + std::to_string(note.abi_major) + "." +
           std::to_string(note.abi_minor) + ", " + note.toolchain;
}

}  // namespace

std::string_view to_string(Verdict verdict) {
    constexpr std::string_view names[] = {"passed", "failed", "skipped"};
    return names[static_cast<std::size_t>(verdict)];
}

void Checker::test(const std::string& name, const std::function<std::string()>& work) {
    if (ended_) return;
    Finding finding{.test = name, .detail = {}};
    const auto begun = std::chrono::steady_clock::now();
    const auto failed = [&](const char* why) {
        finding.verdict = Verdict::failed;
        finding.detail = why;
    };
    try {
        finding.detail = work();
    } catch (const FatalFault& fault) {
        failed(fault.what());
        ended_ = true;
    } catch (const Fault& fault) {
        failed(fault.what());
    } catch (const Skip& skip) {
        finding.verdict = Verdict::skipped;
        finding.detail = skip.what();
    } catch (const PluginError& error) {
        if (error.kind == PluginError::Kind::host) throw;
        failed(error.what());
        ended_ = error.kind == PluginError::Kind::deadline || error.kind == PluginError::Kind::died;
    }
    finding.took = std::chrono::steady_clock::now() - begun;
    if (tell_) tell_(finding);
    findings_.push_back(std::move(finding));
}

void Checker::must(const std::string& name, const std::function<std::string()>& work) {
    if (ended_) return;
    test(name, work);
    ended_ = ended_ || findings_.back().verdict == Verdict::failed;
}

std::string check_leaks(const Subject& subject, const Batch& batch) {
    Supervisor supervisor(subject.spec, subject.image);
    supervisor.configure(settle(subject.spec.id, subject.sheet.settings_schema, subject.spec.settings));
    Writer body;
    body.put(instances);
    if (subject.is_rule()) write(body, subject.sheet.inputs, batch, 0, batch.rows());
    std::int64_t grown = 0;
    try {
        grown = supervisor.ask(FrameType::churn, body.bytes(), FrameType::churned,
                               [](Reader answer) { return answer.get<std::int64_t>(); });
    } catch (const Death& death) {
        throw FatalFault(std::string("its process ") + death.what() + " while instances were made and ended " +
                         std::to_string(instances) + " times");
    }
    const auto each = static_cast<double>(grown) / instances;
    if (each >= 8)
        throw Fault("loses " + text_of(each) +
                    " bytes with each instance that is made, used and ended: something is not freed");
    return std::to_string(instances) + " instances made and ended, " +
           std::to_string(std::max<std::int64_t>(grown, 0)) + " bytes left behind in all";
}

std::vector<Finding> check(const std::filesystem::path& file, const CheckOptions& options,
                           const std::function<void(const Finding&)>& tell) {
    const Scratch scratch;
    Checker checker(options, tell);
    PluginSpec spec{.id = {}, .file = file, .deadline = options.deadline, .reload = false, .host = options.host};
    spec.log = [](LogLevel, std::string_view) {};
    std::optional<Subject> subject;
    checker.must("loads", [&] {
        subject.emplace(look_at(spec));
        return "in " + text_of(subject->started.count()) + " ms, and is what its note says";
    });
    if (!subject) return checker.take();
    checker.test("note", [&] { return check_note(*subject); });
    checker.test("exports", [&] { return check_exports(*subject); });
    const auto settings = replaced(options.settings, "{scratch}", scratch.path().string());
    Recorders recorders(subject->is_rule() ? "" : settings, options.answer);
    subject->spec.settings = check_settings(checker, *subject, recorders.name_in(settings));
    if (checker.ended()) return checker.take();
    if (subject->is_rule()) check_rule(checker, *subject);
    else
        check_channel(checker, *subject,
                      {scratch.path(), recorders, filled_in(*subject, recorders.name_deaf_in(settings))});
    return checker.take();
}

bool passed(std::span<const Finding> findings) {
    return std::ranges::none_of(findings, [](const Finding& each) { return each.verdict == Verdict::failed; });
}

}  // namespace rapport::sdk::tools
