/** The words of an option that takes a list: `linux/amd64,linux/arm64`. */
export const commaSeparated = (text: string): string[] => text.split(',').filter((word) => word !== '');
