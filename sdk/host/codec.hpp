// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <span>
#include <vector>

#include "sdk/host/plugins.hpp"
#include "sdk/host/sheet.hpp"
#include "sdk/host/wire.hpp"
#include "sdk/include/rapport/plugin.h"

namespace rapport::sdk {

// How each frame's body is written and read. Every read throws WireError where the bytes are not sound.

void write(Writer& to, const PluginSheet& sheet);
PluginSheet read_sheet(Reader from);

void write(Writer& to, const Settings& settings);
Settings read_settings(Reader from);

void write(Writer& to, const PluginError& error);
PluginError read_error(Reader from);

/// A batch in the form of the ABI, over columns that live elsewhere.
class BatchView {
public:
    /// The columns of `batch` that the rule declares. PluginError::input where a column has another type than the rule
    /// declares.
    BatchView(const std::vector<RuleDescription::Input>& inputs, const Batch& batch, std::size_t rows);
    /// The columns in a score frame.
    BatchView(const std::vector<RuleDescription::Input>& inputs, Reader from);
    BatchView(const BatchView&) = delete;
    BatchView& operator=(const BatchView&) = delete;

    const rapport_batch& get() const { return batch_; }

private:
    void finish(std::int64_t now, std::size_t rows);
    rapport_column unknown(InputType type, std::size_t rows);

    std::vector<double> zeros_;  // serves every column that is not known at all
    std::vector<rapport_column> columns_;
    std::vector<const rapport_column*> list_;
    rapport_batch batch_{};
};

/// About how many bytes the rows take that the rule declares.
std::size_t size_of(const std::vector<RuleDescription::Input>& inputs, const Batch& batch, std::size_t count);
/// Rows [first, first + count) of what the rule declares.
void write(Writer& to, const std::vector<RuleDescription::Input>& inputs, const Batch& batch, std::size_t first,
           std::size_t count);

/// The answer to a score frame. The plugin fills scores(), which lies in the frame itself.
class ScoresWriter {
public:
    ScoresWriter(std::uint32_t rows, std::uint32_t factors);
    ScoresWriter(const ScoresWriter&) = delete;
    ScoresWriter& operator=(const ScoresWriter&) = delete;

    rapport_scores& scores() { return scores_; }
    /// The whole body. Call once, after the plugin has filled scores().
    std::span<const std::byte> finish();

private:
    Writer writer_;
    std::vector<rapport_text> reasons_;
    rapport_scores scores_{};
};

Scores read_scores(Reader from, std::shared_ptr<const RuleDescription> rule, std::size_t rows);

void write(Writer& to, std::span<const Message> messages);
std::vector<Message> read_messages(Reader from);

void write(Writer& to, std::span<const Receipt> receipts);
std::vector<Receipt> read_receipts(Reader from, std::size_t count);

}  // namespace rapport::sdk
