// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "services/kit/entities/requests.hpp"
#include "services/kit/routes.hpp"

namespace rapport::kit {

/// Where a Replica lies: `create table TABLE (id text primary key, version bigint not null, <columns>)`.
class ReplicaTable {
public:
    ReplicaTable(std::string name, const std::vector<std::string_view>& columns);

    /// False, and nothing is stored, if that version is known, or a newer one.
    bool put(Db& db, const Uuid& id, std::int64_t version, std::vector<Param> values) const;
    void clear(Db& db) const;
    bool has(Db& db, const Uuid& id) const;
    const std::string& name() const { return name_; }
    /// In which columns.
    const std::string& form() const { return form_; }

private:
    std::string name_, form_, upsert_;
};

/// What a service knows of the entities that another one owns: a projection of their events. Whatever order they come
/// in, the newest version stays.
template <class T>
class Replica {
public:
    /// One column of the replica's table, and what it holds of an entity.
    struct Column {
        std::string_view name;
        std::function<Param(const T&)> value;  ///< a member, or what is made of the entity
    };
    /// `source` is the service that owns the entities.
    Replica(std::string source, std::string table, std::vector<Column> columns)
        : source_(std::move(source)), table_(std::move(table), names_of(columns)), columns_(std::move(columns)) {}

    /// Calls that for each entity that is new here or was changed. If it keeps something of its own, `form` says which:
    /// under another one than the store has, the source is read anew, as it is where the columns are others.
    Replica& on_change(std::function<void(Unit&, const T&)> handler, std::string_view form = {}) {
        on_change_ = std::move(handler);
        form_ = form;
        return *this;
    }

    /// UnknownReference, naming the request's field, unless that entity is known here.
    void require(const View& view, const Uuid& id, const std::string& field) const {
        if (!table_.has(view.db(), id)) throw UnknownReference(source_, field);
    }

    /// For the definition: follows these events, whose data are Changed<T> or derived of it. The replica must outlive
    /// it.
    template <class... E>
    Routes routes(const Event<E>&... events) const {
        return {follow(events)..., ClearRoute{source_, [this](Unit& unit) { table_.clear(unit.db()); }}};
    }

private:
    static std::vector<std::string_view> names_of(const std::vector<Column>& columns) {
        std::vector<std::string_view> names;
        for (const Column& column : columns) names.push_back(column.name);
        return names;
    }
    template <class E>
    Route follow(const Event<E>& event) const {
        return EventRoute{
            EventRoute::As::projection,
            std::string(event.type),
            [this](Unit& unit, const bus::Event& told) { take(unit, decode_stored<E>(told.data).entity); },
            table_.name(),
            table_.form() + (form_.empty() ? "" : " " + form_),
            event.was};
    }
    void take(Unit& unit, const T& entity) const {
        std::vector<Param> values;
        for (const Column& column : columns_) values.push_back(column.value(entity));
        if (table_.put(unit.db(), entity.id, entity.version, std::move(values)) && on_change_) on_change_(unit, entity);
    }

    std::string source_;
    ReplicaTable table_;
    std::vector<Column> columns_;
    std::function<void(Unit&, const T&)> on_change_;
    std::string form_;  ///< of what on_change keeps
};

}  // namespace rapport::kit
