// A customer whose every value is distinctive: nothing of it can turn up anywhere by chance.

export const PERSON = Object.freeze({
  firstName: "Quillhilde",
  middleName: "Xanthippe",
  lastName: "Vandroskywell",
  email: "quillhilde.7731@marrowfen-post.com",
  phone: "(415) 555-0173",
  line1: "4817 Marrowfen Lane",
  line2: "Loft 93Q",
  city: "Bexhollowmere",
  state: "CA",
  postalCode: "94117",
  birthMonth: "03",
  birthDay: "14",
  birthYear: "1987",
  ssn: "548-67-3921",
  pin: "8305",
});
