// SPDX-License-Identifier: MIT
#include "sdk/host/loaded.hpp"

#include <dlfcn.h>

#include <boost/dll/shared_library.hpp>

#include "sdk/host/error.hpp"

namespace rapport::sdk {
namespace {

using Kind = PluginError::Kind;

std::string owned(rapport_text text) { return text.size == 0 ? std::string{} : std::string(text.data, text.size); }
rapport_text borrow(std::string_view text) { return {text.data(), text.size()}; }

/// Room for what a plugin says when it fails.
class Complaint {
public:
    rapport_error* get() { return &error_; }
    std::string text() const {
        const auto length = std::min<std::uint32_t>(error_.length, sizeof text_);
        return length == 0 ? "it does not say why" : std::string(text_, length);
    }

private:
    char text_[1024];
    rapport_error error_{sizeof error_, sizeof text_, 0, text_};
};

void require(bool holds, const std::string& what) {
    if (!holds)
        throw PluginError(Kind::contract, "the plugin breaks its contract: " + what + "; its author must mend it");
}

void check_form(const rapport_plugin& entry) {
    require(entry.size >= sizeof entry, "its entry is shorter than that of ABI 1.0");
    if (entry.abi_major != RAPPORT_ABI_MAJOR || entry.abi_minor > RAPPORT_ABI_MINOR)
        throw PluginError(Kind::abi,
                          "the plugin's entry names another ABI than its note; build it again with this version's SDK");
    if (entry.kind == RAPPORT_KIND_RULE) {
        const auto* rule = entry.rule;
        require(rule && rule->size >= sizeof *rule && rule->describe && rule->create && rule->destroy && rule->score,
                "it is a rule with an incomplete table of functions");
    } else {
        require(entry.kind == RAPPORT_KIND_CHANNEL, "it is neither a rule nor a channel");
        const auto* channel = entry.channel;
        require(channel && channel->size >= sizeof *channel && channel->describe && channel->create &&
                    channel->destroy && channel->probe && channel->send,
                "it is a channel with an incomplete table of functions");
    }
}

void describe(const rapport_rule& rule, PluginSheet& sheet) {
    Complaint complaint;
    const auto* description = rule.describe(complaint.get());
    require(description && description->size >= sizeof *description, "it cannot describe itself: " + complaint.text());
    for (std::uint32_t i = 0; i < description->input_count; ++i) {
        const auto& input = *description->inputs[i];
        require(input.type >= RAPPORT_NUMBER && input.type <= RAPPORT_NUMBERS, "an input is of an unknown type");
        sheet.inputs.push_back({owned(input.name), static_cast<InputType>(input.type), owned(input.doc)});
    }
    for (std::uint32_t i = 0; i < description->factor_count; ++i)
        sheet.factors.push_back({owned(description->factors[i]->name), owned(description->factors[i]->doc)});
    sheet.lowest = rule.lowest;
    sheet.highest = rule.highest;
    sheet.settings_schema = owned(description->settings_schema);
}

void describe(const rapport_channel& channel, PluginSheet& sheet) {
    Complaint complaint;
    const auto* description = channel.describe(complaint.get());
    require(description && description->size >= sizeof *description, "it cannot describe itself: " + complaint.text());
    sheet.flags = description->flags;
    sheet.max_subject = description->max_subject;
    sheet.max_text = description->max_text;
    sheet.max_batch = description->max_batch;
    sheet.max_per_minute = description->max_per_minute;
    sheet.settings_schema = owned(description->settings_schema);
}

PluginSheet sheet_of(const rapport_plugin& entry) {
    PluginSheet sheet;
    sheet.abi_major = entry.abi_major;
    sheet.abi_minor = entry.abi_minor;
    sheet.kind = entry.kind;
    sheet.id = owned(entry.id);
    sheet.version = owned(entry.version);
    sheet.title = owned(entry.title);
    if (entry.kind == RAPPORT_KIND_RULE) describe(*entry.rule, sheet);
    else describe(*entry.channel, sheet);
    return sheet;
}

/// Settings in the form of the ABI, over those that it was made from.
struct SettingsView {
    explicit SettingsView(const Settings& settings) {
        for (const auto& item : settings.items)
            items.push_back(
                {sizeof(rapport_setting), item.type, borrow(item.name), item.number, item.integer, borrow(item.text)});
        for (const auto& item : items) list.push_back(&item);
        view = {sizeof view, static_cast<std::uint32_t>(list.size()), list.data(), borrow(settings.json)};
    }
    std::vector<rapport_setting> items;
    std::vector<const rapport_setting*> list;
    rapport_settings view{};
};

/// Messages in the form of the ABI, over those that it was made from.
struct MessagesView {
    explicit MessagesView(std::span<const Message> given) {
        for (const auto& message : given)
            for (const auto& each : message.attachments)
                attachments.push_back(
                    {sizeof(rapport_attachment), 0, borrow(each.name), borrow(each.media_type), borrow(each.content)});
        for (const auto& each : attachments) attachment_list.push_back(&each);
        const auto* next = attachment_list.data();
        for (const auto& each : given) {
            messages.push_back({sizeof(rapport_message), static_cast<std::uint32_t>(each.attachments.size()), next,
                                borrow(each.key), borrow(each.to), borrow(each.subject), borrow(each.text),
                                borrow(each.html), borrow(each.language), borrow(each.event)});
            next += each.attachments.size();
        }
        for (const auto& each : messages) list.push_back(&each);
    }
    std::vector<rapport_attachment> attachments;
    std::vector<const rapport_attachment*> attachment_list;
    std::vector<rapport_message> messages;
    std::vector<const rapport_message*> list;
};

}  // namespace

struct Loaded::Library {
    boost::dll::shared_library handle;
};

Loaded::Loaded(const std::string& path, Log log) : library_(std::make_unique<Library>()), log_(std::move(log)) {
    // Lazy binding would end the process at the first call of a missing function. Nothing may outlive the code it came
    // from: keep it.
    const auto mode = static_cast<boost::dll::load_mode::type>(boost::dll::load_mode::rtld_now |
                                                               boost::dll::load_mode::rtld_local | RTLD_NODELETE);
    try {
        library_->handle.load(path, mode);
        entry_ = &library_->handle.get<const rapport_plugin>("rapport_plugin_entry");
    } catch (const std::exception& error) {
        throw PluginError(Kind::load, std::string("the plugin does not load: ") + error.what() +
                                          "; install what it needs, or build it with rapport_add_plugin()");
    }
    check_form(*entry_);
    sheet_ = sheet_of(*entry_);
    host_ = {sizeof host_,
             RAPPORT_ABI_MAJOR,
             RAPPORT_ABI_MINOR,
             this,
             [](void* self, std::uint32_t level, rapport_text line) {
                 static_cast<Loaded*>(self)->log_(static_cast<LogLevel>(std::min<std::uint32_t>(level, RAPPORT_ERROR)),
                                                  {line.data, line.size});
             },
             [](void* self, rapport_text name) -> const void* {
                 auto& loaded = *static_cast<Loaded*>(self);
                 const bool http = std::string_view(name.data, name.size) == RAPPORT_HTTP;
                 return http && loaded.entry_->kind == RAPPORT_KIND_CHANNEL ? loaded.http_.table() : nullptr;
             }};
}

Loaded::~Loaded() { destroy(); }

void Loaded::destroy() {
    if (!instance_) return;
    (entry_->kind == RAPPORT_KIND_RULE ? entry_->rule->destroy : entry_->channel->destroy)(instance_);
    instance_ = nullptr;
}

void Loaded::renew() {
    destroy();
    create(Settings(std::move(settings_)));
}

void Loaded::create(const Settings& settings) {
    settings_ = settings;
    const SettingsView view(settings);
    http_.use_tape(settings.http_tape);
    http_.allow(settings.http_networks);
    Complaint complaint;
    const auto make = entry_->kind == RAPPORT_KIND_RULE ? entry_->rule->create : entry_->channel->create;
    instance_ = make(&host_, &view.view, complaint.get());
    if (!instance_)
        throw PluginError(Kind::settings, "the plugin does not start with these settings: " + complaint.text());
}

void Loaded::score(const rapport_batch& batch, rapport_scores& scores) {
    Complaint complaint;
    if (entry_->rule->score(instance_, &batch, &scores, complaint.get()) != 0)
        throw PluginError(Kind::failed, "the rule failed: " + complaint.text());
}

void Loaded::probe() {
    Complaint complaint;
    if (entry_->channel->probe(instance_, complaint.get()) != 0)
        throw PluginError(Kind::failed, "the channel would not work: " + complaint.text());
}

std::vector<Receipt> Loaded::send(std::span<const Message> messages) {
    const MessagesView view(messages);
    std::vector<rapport_receipt> raw(messages.size(), {sizeof(rapport_receipt), RAPPORT_UNKNOWN, 0, {}, {}});
    std::vector<rapport_receipt*> list;
    for (auto& each : raw) list.push_back(&each);
    Complaint complaint;
    const bool failed = entry_->channel->send(instance_, view.list.data(), static_cast<std::uint32_t>(messages.size()),
                                              list.data(), complaint.get()) != 0;
    std::vector<Receipt> receipts;
    for (const auto& each : raw)
        receipts.push_back({outcome_from(each.outcome), std::chrono::milliseconds(each.retry_after_ms),
                            owned(each.reference), owned(each.reason)});
    if (failed)
        for (auto& each : receipts)
            if (each.outcome == Outcome::unknown && each.reason.empty()) each.reason = complaint.text();
    return receipts;
}

}  // namespace rapport::sdk
