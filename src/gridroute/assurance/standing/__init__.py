"""问常设事务: scenarios that ask about standing matters; ``kinds`` says what may be asked, ``interview`` asks it."""
