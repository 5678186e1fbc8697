"""Who answers in a session: nobody yet, a bot, the queue, a servicer, or nobody any more."""

NEW, BOT, QUEUE, HUMAN, ENDED = range(5)
