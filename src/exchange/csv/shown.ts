/** A cell may hold a page; what is said of it shows how it begins. */
export const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
export const shown = (text: string): string => `"${shortened(text)}"`;
