// SPDX-License-Identifier: MIT
#pragma once

// Simulates by discrete events a fleet that fetches one file by swarm_engine's policy: how much the origin must send,
// and how long it takes.
//
// The file consists of parts. A machine knows some peers, drawn by the tracker, and asks some of them at a time,
// preferring the parts that fewest of them have. Of the machines that know each other about two, drawn anew every 3 s,
// ask the origin for what none of them has; so does a machine that has got nothing from peers for 2 s, or knows none. A
// machine serves a few others at a time. The network between the links is fast.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <queue>
#include <random>
#include <vector>

namespace bench
{

struct fleet
{
    std::size_t machines = 100;
    double file = 256e6;    // bytes
    std::size_t parts = 64; // units of fetching and serving
    double down = 12.5e6;   // bytes per second of a machine's link: 100 Mbit/s
    double up = 2.5e6;      // 20 Mbit/s
    std::size_t gives = 4;  // uploads at a time
    std::size_t takes = 5;  // downloads from peers at a time
    double origin = 125e6;  // bytes per second of its link: 1 Gbit/s
    std::size_t peers = 50; // known to each machine
    double spread = 0;      // seconds over which the machines begin; 0 for all at once
    double stays = 0;       // seconds for which a machine keeps seeding when it has everything
    std::uint32_t seed = 1;
};

struct fleet_result
{
    double origin_share = 0; // bytes from the origin, as a share of machines x file
    double origin_rate = 0;  // bytes per second, while the origin was sending
    double median = 0;       // seconds from a machine's beginning until it has the file
    double last = 0;         // seconds until every machine has it
};

class fleet_simulation
{
public:
    explicit fleet_simulation(const fleet& chosen) : m_fleet(chosen), m_random(chosen.seed), m_machines(chosen.machines)
    {
        std::uniform_real_distribution<double> when(0, std::max(chosen.spread, 1e-9));
        for (std::size_t i = 0; i != m_machines.size(); ++i)
        {
            m_machines[i].has.resize(chosen.parts);
            m_machines[i].asked.resize(chosen.parts);
            m_machines[i].begins = chosen.spread == 0 ? 0 : when(m_random);
        }
        std::sort(m_machines.begin(), m_machines.end(),
                  [](const machine& a, const machine& b) { return a.begins < b.begins; });
        for (std::uint32_t i = 0; i != m_machines.size(); ++i)
        {
            m_events.push({m_machines[i].begins, kind::begins, i, 0, 0});
        }
    }

    fleet_result run()
    {
        while (!m_events.empty())
        {
            const event next = m_events.top();
            m_events.pop();
            m_now = next.when;
            machine& its = m_machines[next.machine];
            switch (next.what)
            {
                case kind::begins:
                    join(next.machine);
                    break;
                case kind::of_origin:
                    its.is_asking_origin = false;
                    take(next.machine, next.part);
                    break;
                case kind::of_peer:
                    --its.taking;
                    its.of_peers_at = m_now;
                    --m_machines[next.giver].giving;
                    take(next.machine, next.part);
                    wake(next.giver);
                    break;
                case kind::looks:
                    if (its.count != m_fleet.parts)
                    {
                        m_events.push({m_now + 1, kind::looks, next.machine, 0, 0});
                    }
                    break;
                case kind::leaves:
                    its.is_there = false;
                    break;
            }
            ask(next.machine);
        }
        return result();
    }

private:
    enum class kind : std::uint8_t
    {
        begins,
        of_origin,
        of_peer,
        looks, // periodic checks
        leaves
    };

    struct event
    {
        double when;
        kind what;
        std::uint32_t machine;
        std::uint32_t part;
        std::uint32_t giver;

        bool operator<(const event& other) const
        {
            return when > other.when;
        }
    };

    struct machine
    {
        std::vector<bool> has;
        std::vector<bool> asked;
        std::vector<std::uint32_t> knows;
        double begins = 0;
        double ended = -1;
        double link_free = 0; // when its downlink is free
        double of_peers_at = 0;
        double drawn_until = 0;
        bool is_drawn = false;
        std::size_t count = 0;
        std::size_t taking = 0;
        std::size_t giving = 0;
        bool is_asking_origin = false;
        bool is_there = false;
    };

    double part_size() const
    {
        return m_fleet.file / static_cast<double>(m_fleet.parts);
    }

    void join(std::uint32_t who)
    {
        m_machines[who].is_there = true;
        m_machines[who].of_peers_at = m_now;
        m_events.push({m_now + 1, kind::looks, who, 0, 0});
        for (std::size_t tries = 0; who != 0 && tries != m_fleet.peers; ++tries)
        {
            const auto other = static_cast<std::uint32_t>(m_random() % who);
            if (m_machines[other].is_there)
            {
                m_machines[who].knows.push_back(other);
                m_machines[other].knows.push_back(who);
            }
        }
    }

    void take(std::uint32_t who, std::uint32_t part)
    {
        machine& its = m_machines[who];
        its.has[part] = true;
        if (++its.count == m_fleet.parts)
        {
            its.ended = m_now;
            m_events.push({m_now + m_fleet.stays, kind::leaves, who, 0, 0});
        }
        wake(who);
    }

    // Some machines that know the giver may now ask it.
    void wake(std::uint32_t giver)
    {
        machine& its = m_machines[giver];
        if (!its.is_there || its.knows.empty())
        {
            return;
        }
        for (std::size_t tries = 0; tries != 3 && its.giving < m_fleet.gives; ++tries)
        {
            ask(its.knows[m_random() % its.knows.size()]);
        }
    }

    void ask(std::uint32_t who)
    {
        machine& its = m_machines[who];
        if (!its.is_there || its.count == m_fleet.parts)
        {
            return;
        }
        for (std::size_t tries = 0; tries != m_fleet.takes && its.taking < m_fleet.takes && !its.knows.empty(); ++tries)
        {
            ask_peer(who, its.knows[m_random() % its.knows.size()]);
        }
        if (!its.is_asking_origin)
        {
            ask_origin(who);
        }
    }

    void ask_peer(std::uint32_t who, std::uint32_t giver)
    {
        machine& its = m_machines[who];
        machine& other = m_machines[giver];
        if (!other.is_there || other.giving >= m_fleet.gives || other.count == 0)
        {
            return;
        }
        const std::uint32_t part = rarest(who, [&](std::uint32_t each) { return other.has[each]; });
        if (part == none)
        {
            return;
        }
        its.asked[part] = true;
        ++its.taking;
        ++other.giving;
        const double takes = part_size() / (m_fleet.up / static_cast<double>(m_fleet.gives));
        its.link_free = std::max(its.link_free, m_now) + part_size() / m_fleet.down;
        m_events.push({std::max(m_now + takes, its.link_free), kind::of_peer, who, part, giver});
    }

    void ask_origin(std::uint32_t who)
    {
        machine& its = m_machines[who];
        const std::size_t peers = static_cast<std::size_t>(std::count_if(
            its.knows.begin(), its.knows.end(), [&](std::uint32_t each) { return m_machines[each].is_there; }));
        if (m_now >= its.drawn_until)
        {
            its.drawn_until = m_now + 3;
            its.is_drawn = m_random() % (peers + 1) < 2;
        }
        const bool asks_for_any = peers == 0 || (its.taking == 0 && m_now - its.of_peers_at >= 2);
        if (!asks_for_any && !its.is_drawn)
        {
            return;
        }
        const std::uint32_t part = rarest(who, [&](std::uint32_t each) {
            return asks_for_any || std::none_of(its.knows.begin(), its.knows.end(), [&](std::uint32_t other) {
                       return m_machines[other].is_there && m_machines[other].has[each];
                   });
        });
        if (part == none)
        {
            return;
        }
        its.asked[part] = true;
        its.is_asking_origin = true;
        m_origin_bytes += part_size();
        m_origin_free = std::max(m_origin_free, m_now) + part_size() / m_fleet.origin;
        m_origin_last = m_origin_free;
        its.link_free = std::max(its.link_free, m_now) + part_size() / m_fleet.down;
        m_events.push({std::max(m_origin_free, its.link_free), kind::of_origin, who, part, 0});
    }

    // Among some random parts that it has not requested, picks the one that the fewest of some random peers have or
    // fetch.
    template <class F>
    std::uint32_t rarest(std::uint32_t who, const F& is_possible)
    {
        const machine& its = m_machines[who];
        std::uint32_t best = none;
        std::size_t fewest = std::numeric_limits<std::size_t>::max();
        const auto begin = static_cast<std::uint32_t>(m_random() % m_fleet.parts);
        std::size_t seen = 0;
        for (std::uint32_t step = 0; step != m_fleet.parts && seen != 8; ++step)
        {
            // Visits every part, since 37 is prime.
            const auto part = static_cast<std::uint32_t>((begin + step * 37U) % m_fleet.parts);
            if (its.has[part] || its.asked[part] || !is_possible(part))
            {
                continue;
            }
            ++seen;
            std::size_t count = 0;
            const std::size_t known = std::min<std::size_t>(its.knows.size(), 10);
            for (std::size_t i = 0; i != known; ++i)
            {
                count += m_machines[its.knows[i]].has[part] ? 1U : 0U;
            }
            if (count < fewest)
            {
                fewest = count;
                best = part;
            }
        }
        return best;
    }

    fleet_result result() const
    {
        fleet_result made;
        std::vector<double> took;
        for (const machine& each : m_machines)
        {
            took.push_back(each.ended - each.begins);
            made.last = std::max(made.last, each.ended);
        }
        std::nth_element(took.begin(), took.begin() + static_cast<std::ptrdiff_t>(took.size() / 2), took.end());
        made.median = took[took.size() / 2];
        made.origin_share = m_origin_bytes / (static_cast<double>(m_machines.size()) * m_fleet.file);
        made.origin_rate = m_origin_bytes / std::max(m_origin_last, 1e-9);
        return made;
    }

    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    const fleet m_fleet;
    std::mt19937 m_random;
    std::vector<machine> m_machines;
    std::priority_queue<event> m_events;
    double m_now = 0;
    double m_origin_free = 0;
    double m_origin_last = 0;
    double m_origin_bytes = 0;
};

inline void simulate_fleets()
{
    for (const std::size_t machines : {1U, 2U, 4U, 8U, 16U, 100U, 1'000U, 10'000U})
    {
        for (const double spread : {0.0, 3'600.0})
        {
            for (const double stays : {0.0, 600.0})
            {
                fleet chosen;
                chosen.machines = machines;
                chosen.spread = spread;
                chosen.stays = stays;
                const fleet_result got = fleet_simulation(chosen).run();
                std::printf("{\"machines\":%zu,\"spread_s\":%.0f,\"stays_s\":%.0f,\"origin_share\":%.4f,"
                            "\"origin_mbit_s\":%.0f,\"median_s\":%.0f,\"all_s\":%.0f}\n",
                            machines, spread, stays, got.origin_share, got.origin_rate * 8e-6, got.median, got.last);
                std::fflush(stdout);
            }
        }
    }
}

} // namespace bench
