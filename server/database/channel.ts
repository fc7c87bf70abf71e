/** The channel on which a transaction that changes data tells so, when it commits. */
export const DATA_CHANNEL = 'landclear_data';
