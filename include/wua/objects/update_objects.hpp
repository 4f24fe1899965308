// SPDX-License-Identifier: MIT
#pragma once

// The updates of a job as objects.

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <wua/job/update_table.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>

namespace wua::detail
{

// A client that speaks of items alone, as the C++ face does, mostly never looks at an object; so there are none before
// somebody asks for them, and a long queue is so much smaller. Any thread may call any member.
class update_objects
{
public:
    // Of the items of a job, whose log this is.
    explicit update_objects(std::shared_ptr<const update_table> log) : m_table(std::move(log)) {}

    // Those that a client has made, in the order of the log. It must not be empty.
    update_objects(std::shared_ptr<const update_table> log, std::vector<com_ptr<IUpdate>> given)
        : m_table(std::move(log)),
          m_made(std::make_shared<const objects>(std::move(given)))
    {}

    update_objects(const update_objects&) = delete;
    update_objects& operator=(const update_objects&) = delete;

    // The same ones each time. May throw bad_alloc where they were not given.
    std::vector<com_ptr<IUpdate>> all()
    {
        return made()->updates;
    }

    // A read-only collection of them, the same one each time. May throw bad_alloc where they were not given.
    com_ptr<IUpdateCollection> collection()
    {
        return made()->collection;
    }

    // To be called when the job is completed: those that it downloaded say so from now on.
    void settle() noexcept
    {
        std::shared_ptr<const objects> there;
        {
            const std::lock_guard lock(m_mutex);
            m_is_settled = true;
            there = m_made;
        }
        if (there)
        {
            mark_successes(*there); // without the lock: they may be objects of the client's
        }
    }

private:
    struct objects
    {
        explicit objects(std::vector<com_ptr<IUpdate>> all)
            : updates(std::move(all)),
              collection(make_read_only_collection(updates))
        {}

        const std::vector<com_ptr<IUpdate>> updates;
        const com_ptr<IUpdateCollection> collection;
    };

    std::shared_ptr<const objects> made()
    {
        const std::lock_guard lock(m_mutex);
        if (!m_made)
        {
            std::vector<com_ptr<IUpdate>> updates;
            updates.reserve(m_table->size());
            for (const update_pointer& item : m_table->updates())
            {
                updates.push_back(make_update(item));
            }
            m_made = std::make_shared<const objects>(std::move(updates));
            if (m_is_settled)
            {
                mark_successes(*m_made);
            }
        }
        return m_made;
    }

    void mark_successes(const objects& all) const noexcept
    {
        for (std::size_t index = 0; index != all.updates.size(); ++index)
        {
            if ((*m_table)[index].result.is_success())
            {
                mark_downloaded(*all.updates[index]);
            }
        }
    }

    const std::shared_ptr<const update_table> m_table;

    // Guards what follows. Nothing of the client's is called under it.
    std::mutex m_mutex;
    std::shared_ptr<const objects> m_made; // null before somebody asks
    bool m_is_settled = false;
};

} // namespace wua::detail
