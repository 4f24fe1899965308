// SPDX-License-Identifier: MIT
#pragma once

// A small model of C++'s memory: atomics whose reads may return everything that the language allows, and a search
// through all possibilities.
//
// Every location keeps all values ever stored in it. A thread has a view: the oldest store of each location that it may
// still read. A release store carries the view of its thread, and a thread that reads it with acquire merges that view
// into its own; a relaxed store carries nothing. So a thread that only reads need not be interleaved with those that
// write: it runs after them and chooses among the stores. Not modelled: a store that becomes visible to another thread
// before a load that precedes it in the program.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace memory_model
{

class world
{
public:
    static constexpr std::size_t max_places = 16;
    using view = std::array<std::uint8_t, max_places>; // index of a store, by location

    // The one that the atomics belong to.
    static world& current()
    {
        static world all;
        return all;
    }

    // Starts again with the writing thread. The operation named "words.store", say, or "words.store in end" with its
    // context, is relaxed; "" relaxes none.
    void begin(const std::string& relaxed)
    {
        const std::size_t in = relaxed.find(" in ");
        m_relaxed = relaxed.substr(0, in);
        m_relaxed_in = in == std::string::npos ? std::string() : relaxed.substr(in + 4);
        m_has_relaxed = false;
        m_places.clear();
        m_views.fill({});
        m_thread = 0;
        m_choices.clear();
        m_next = 0;
    }

    // Tries everything that the reading thread may find: read() returns what is wrong with it. Returns the first such
    // finding, or an empty text.
    template <class F>
    std::string explore(F&& read)
    {
        m_choices.clear();
        m_executions = 0;
        const view before = m_views[1];
        m_thread = 1;
        do
        {
            m_views[1] = before;
            m_next = 0;
            ++m_executions;
            const std::string wrong = read();
            if (!wrong.empty())
            {
                return wrong;
            }
        } while (advance());
        return {};
    }

    std::uint64_t executions() const
    {
        return m_executions;
    }

    // Whether the operation to be relaxed was executed.
    bool has_relaxed() const
    {
        return m_has_relaxed;
    }

    // Names the locations that are made next, and the next operations on them.
    void name(std::vector<std::string> names)
    {
        m_names = std::move(names);
        std::reverse(m_names.begin(), m_names.end());
    }
    void in(std::string context)
    {
        m_context = std::move(context);
    }

    std::size_t make(std::uint64_t value)
    {
        std::string name = m_names.empty() ? "words" : m_names.back();
        if (!m_names.empty())
        {
            m_names.pop_back();
        }
        m_places.push_back({name + ".store" == m_relaxed, name + ".load" == m_relaxed, {{value, {}}}});
        return m_places.size() - 1;
    }

    void store(std::size_t at, std::uint64_t value, std::memory_order order)
    {
        place& to = m_places[at];
        view& mine = m_views[m_thread];
        mine[at] = static_cast<std::uint8_t>(to.stores.size());
        const bool releases = order != std::memory_order_relaxed && !is_relaxed(to.is_store_relaxed);
        to.stores.push_back({value, releases ? mine : view{}});
    }

    std::uint64_t load(std::size_t at, std::memory_order order)
    {
        place& from = m_places[at];
        view& mine = m_views[m_thread];
        const bool acquires = order != std::memory_order_relaxed && !is_relaxed(from.is_load_relaxed);
        const std::size_t number = mine[at] + choose(from.stores.size() - mine[at]);
        mine[at] = static_cast<std::uint8_t>(number);
        if (acquires)
        {
            for (std::size_t i = 0; i != max_places; ++i)
            {
                mine[i] = std::max(mine[i], from.stores[number].seen[i]);
            }
        }
        return from.stores[number].value;
    }

private:
    struct stored
    {
        std::uint64_t value;
        view seen;
    };

    struct place
    {
        bool is_store_relaxed;
        bool is_load_relaxed;
        std::vector<stored> stores;
    };

    struct choice
    {
        std::size_t taken;
        std::size_t of;
    };

    bool is_relaxed(bool is_site)
    {
        const bool is = is_site && (m_relaxed_in.empty() || m_relaxed_in == m_context);
        m_has_relaxed = m_has_relaxed || is;
        return is;
    }

    std::size_t choose(std::size_t of)
    {
        if (m_next == m_choices.size())
        {
            m_choices.push_back({0, of});
        }
        return m_choices[m_next++].taken;
    }

    // Goes to the next outcome; false after the last one.
    bool advance()
    {
        while (!m_choices.empty() && m_choices.back().taken + 1 == m_choices.back().of)
        {
            m_choices.pop_back();
        }
        if (!m_choices.empty())
        {
            ++m_choices.back().taken;
        }
        return !m_choices.empty();
    }

    std::string m_relaxed;
    std::string m_relaxed_in;
    bool m_has_relaxed = false;
    std::string m_context;
    std::vector<std::string> m_names;
    std::vector<place> m_places;
    std::array<view, 2> m_views{};
    std::size_t m_thread = 0;
    std::vector<choice> m_choices;
    std::size_t m_next = 0;
    std::uint64_t m_executions = 0;
};

} // namespace memory_model

// The standard library, with the model's atomics.
namespace modelled_std
{

using namespace std;

template <class T>
class atomic
{
public:
    atomic(T value = T()) : m_place(memory_model::world::current().make(value)) {}
    atomic(const atomic&) = delete;
    atomic& operator=(const atomic&) = delete;

    void store(T value, std::memory_order order) noexcept
    {
        memory_model::world::current().store(m_place, value, order);
    }

    T load(std::memory_order order) const noexcept
    {
        return static_cast<T>(memory_model::world::current().load(m_place, order));
    }

private:
    std::size_t m_place;
};

} // namespace modelled_std
