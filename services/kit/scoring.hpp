// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>
#include <filesystem>
#include <memory>

#include "sdk/host/batch.hpp"
#include "sdk/host/scores.hpp"
#include "services/kit/routes.hpp"

namespace rapport::sdk {
class RulePlugin;
}

/// Scoring by a rule plugin, as a job.
namespace rapport::kit {

/// Which rule scores, as a service's settings say.
struct RuleSource {
    std::string id;              ///< as in the plugin's note
    std::filesystem::path file;  ///< sdk::bundled("severity"), unless the settings name another
    std::string settings = "{}";
    std::chrono::milliseconds start_deadline{10'000};  ///< to load, and to take its settings
};

/// What a rule is told of one row; the names outlive it.
using Facts = std::vector<std::pair<std::string_view, sdk::Value>>;

/// A rule plugin that is loaded when it is first needed. For one thread at a time.
class ScoringRule {
public:
    explicit ScoringRule(RuleSource source);
    ~ScoringRule();

    /// The score of one row, or why there is none.
    struct Answer {
        std::optional<sdk::Scored> scored = {};
        std::string why = {};  ///< there is no score
        bool again = false;    ///< it may do better later
    };
    /// One for each row, in order.
    std::vector<Answer> score(Instant now, std::span<const Facts> rows);
    /// Its id and version; empty before it was loaded.
    const std::string& name() const { return name_; }

private:
    sdk::RulePlugin& plugin();

    RuleSource source_;
    std::unique_ptr<sdk::RulePlugin> plugin_;
    std::string name_;
};

/// One row for a rule, and what is made of its answer.
template <Described Result>
struct RuleRow {
    Facts facts;
    /// `rule` is the rule's id and version.
    std::function<Result(const sdk::Scored& scored, const std::string& rule)> result;
};

/// The run of a Job that has a rule score its payloads, many at a time.
template <Described Payload, Described Result>
class RuleJob {
public:
    /// The row of a payload. What it throws is why there is no score.
    using Row = std::function<RuleRow<Result>(const View&, const Payload&)>;
    RuleJob(RuleSource source, Row row) : rule_(std::move(source)), row_(std::move(row)) {}

    /// For kit::job.
    std::vector<JobResult<Result>> run(const View& view, std::span<const Payload> payloads) {
        std::vector<JobResult<Result>> results(payloads.size());
        std::vector<RuleRow<Result>> rows;
        std::vector<Facts> facts;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < payloads.size(); ++i) {
            try {
                rows.push_back(row_(view, payloads[i]));
                facts.push_back(std::move(rows.back().facts));
                places.push_back(i);
            } catch (const StoreError&) {
                throw;
            } catch (const Error& error) {
                results[i].error = error.message();
            }
        }
        const auto answers = rule_.score(view.now(), facts);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            const ScoringRule::Answer& answer = answers[i];
            JobResult<Result>& result = results[places[i]];
            if (answer.scored) result = {.result = rows[i].result(*answer.scored, rule_.name()), .by = rule_.name()};
            else result = {.error = answer.why, .again = answer.again};
        }
        return results;
    }

private:
    ScoringRule rule_;
    Row row_;
};

}  // namespace rapport::kit
