// SPDX-License-Identifier: MIT
#include <algorithm>

#include "sdk/host/checks.hpp"
#include "sdk/host/codec.hpp"
#include "sdk/host/image.hpp"
#include "sdk/host/loaded.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/reload.hpp"
#include "sdk/host/secrets.hpp"
#include "sdk/host/settings.hpp"
#include "sdk/host/spec.hpp"
#include "sdk/host/supervisor.hpp"

namespace rapport::sdk {
namespace {

// With one row at fault among a million, finding it costs twenty children. A batch with more at fault than this allows
// is given up.
constexpr int max_children_lost = 40;

std::shared_ptr<const RuleDescription> describe(const PluginSheet& sheet, const Image& image,
                                                const std::string& settings) {
    return std::make_shared<RuleDescription>(RuleDescription{sheet.id, sheet.version, sheet.title, sheet.inputs,
                                                             sheet.factors, sheet.lowest, sheet.highest,
                                                             sheet.settings_schema, settings, image.sha256});
}

}  // namespace

struct RulePlugin::Impl {
    explicit Impl(PluginSpec given_)
        : given(complete(std::move(given_))), spec(given), image(take_image(spec, RAPPORT_KIND_RULE)) {
        if (spec.isolation == Isolation::in_process) refuse_shared_symbols(spec, image);
        if (spec.isolation == Isolation::in_process)
            loaded = std::make_unique<Loaded>(std::move(image).path_for_good(),
                                              [this](LogLevel level, std::string_view line) { spec.log(level, line); });
        else supervisor = std::make_unique<Supervisor>(spec, image);
        const auto& sheet = loaded ? loaded->sheet() : supervisor->sheet();
        check_sheet(spec, image.note, sheet);
        const auto settings = settle(spec.id, sheet.settings_schema, spec.settings);
        redacted = Redactor(settings.secrets);
        secret_files = settings.secret_files;
        spec = redacted.over(std::move(spec));
        description = describe(sheet, image, settings.shown);
        redacted.guard([&] {
            if (loaded) loaded->create(settings);
            else supervisor->configure(settings);
        });
    }

    Scores score(const Batch& batch, std::size_t rows) {
        if (loaded) return score_here(batch, rows);
        try {
            return score_there(batch, 0, rows);
        } catch (const Death& death) {
            Scores scores(description, rows);
            int left = max_children_lost;
            if (halve(batch, 0, rows, death, left, scores) || survives_nothing(batch.now())) supervisor->fell();
            else supervisor->failed(death);
            return scores;
        }
    }

    Scores score_here(const Batch& batch, std::size_t rows) {
        const BatchView view(description->inputs, batch, rows);
        Scores scores(description, rows);
        std::vector<rapport_text> reasons(rows);
        rapport_scores raw{sizeof raw,
                           0,
                           scores.values.data(),
                           scores.confidences.data(),
                           reinterpret_cast<std::uint8_t*>(scores.statuses.data()),
                           scores.contributions.data(),
                           reasons.data()};
        loaded->score(view.get(), raw);
        if (std::ranges::any_of(reasons, [](const rapport_text& each) { return each.size > 0; }))
            for (const auto& each : reasons) scores.reasons.emplace_back(each.data ? each.data : "", each.size);
        return scores;
    }

    Scores score_there(const Batch& batch, std::size_t first, std::size_t count) {
        Writer body(size_of(description->inputs, batch, count));
        write(body, description->inputs, batch, first, count);
        return supervisor->ask(FrameType::score, body.bytes(), FrameType::scores,
                               [&](Reader answer) { return read_scores(answer, description, count); });
    }

    /// Whether it lives through a row of which nothing is known, which no plugin may die of.
    bool survives_nothing(Instant now) {
        Batch nothing(now);
        nothing.add_row({});
        try {
            score_there(nothing, 0, 1);
        } catch (const Death&) {
            return false;
        } catch (const PluginError&) {  // it says itself that it fails; or it does not start, which is counted as that
        }
        return true;
    }

    /// Rows [first, first + count) killed the child: halves them until the rows that do are alone. Whether it lived
    /// through any.
    bool halve(const Batch& batch, std::size_t first, std::size_t count, const Death& death, int& left, Scores& into) {
        if (count == 1 || left <= 0) {
            const auto where = count == 1 ? " on this row" : " on this batch again and again";
            for (auto row = first; row < first + count; ++row)
                into.fail(row, std::string("the rule's process ") + death.what() + where);
            return false;
        }
        const auto half = count / 2;
        bool lived = false;
        for (const auto& [from, many] : {std::pair{first, half}, std::pair{first + half, count - half}}) {
            try {
                into.take(score_there(batch, from, many), from);
                lived = true;
            } catch (const Death& again) {
                lived = halve(batch, from, many, again, --left, into) || lived;
            }
        }
        return lived;
    }

    const PluginSpec given;
    PluginSpec spec;  // as given, but its log shows no secrets
    Image image;
    Redactor redacted;
    std::vector<std::pair<std::filesystem::path, FileState>> secret_files;
    std::shared_ptr<const RuleDescription> description;
    std::unique_ptr<Loaded> loaded;
    std::unique_ptr<Supervisor> supervisor;
};

RulePlugin::RulePlugin(PluginSpec spec) : impl_(start_recorded<Impl>(std::move(spec))) {}
RulePlugin::RulePlugin(RulePlugin&&) noexcept = default;
RulePlugin& RulePlugin::operator=(RulePlugin&&) noexcept = default;
RulePlugin::~RulePlugin() = default;

const RuleDescription& RulePlugin::description() const { return *impl_->description; }

Scores RulePlugin::score(const Batch& batch) {
    const auto rows = batch.rows();
    if (rows == 0) return Scores(impl_->description, 0);
    follow_files(impl_);
    return impl_->redacted.guard([&] {
        auto scores = impl_->score(batch, rows);
        check_scores(*impl_->description, scores);
        for (auto& reason : scores.reasons)
            if (!reason.empty()) reason = impl_->redacted(std::move(reason));
        return scores;
    });
}

}  // namespace rapport::sdk
